import { createRedisSubscriptions } from "@product-auth/redis";
import { launchRedis, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { expect } from "chai";
import { stored } from "./support/subscriptions.js";

describe("over TLS", () => {
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, () => launchRedis({ tls: true }));
  });
  after(() => server?.stop());

  it("with the server's certificate trusted: look-ups and push", async () => {
    const store = createRedisSubscriptions({
      url: server.url,
      connection: { socket: { tls: true, ca: server.ca! } },
    });
    const told = new Promise((resolve) =>
      store.onChange((change) => change !== "everything" && resolve(change.digests)),
    );
    await new Promise<void>((resolve) => store.onChange((change) => change === "everything" && resolve()));
    await store.insert(stored("a"));
    const digests = stored("a").keys.map(({ digest }) => digest);
    expect(await told).to.deep.equal(digests);
    expect((await store.findByKeyDigest(digests[0]!))?.id).to.equal("a");
    await store.close();
  });

  for (const [name, url] of [
    ["a certificate that is not trusted: nothing is asked", (own: string) => own],
    ["a server that demands TLS is not asked without", (own: string) => own.replace("rediss:", "redis:")],
  ] as const)
    it(name, async () => {
      const problems: string[] = [];
      const store = createRedisSubscriptions({
        url: url(server.url),
        timeout: 500,
        onProblem: ({ message }) => void problems.push(message),
      });
      expect(await store.findByKeyDigest("x").then(String, String)).to.contain("500 ms");
      expect(problems[0]).to.match(/self-signed certificate|closed|ECONNRESET/);
      await store.close();
    });
});
