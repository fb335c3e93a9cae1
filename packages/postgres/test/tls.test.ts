import { launchPostgres, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { createPostgresSubscriptions, type PostgresSubscriptionsOptions } from "@product-auth/postgres";
import { expect } from "chai";
import pg from "pg";
import { stored } from "./support/subscriptions.js";

describe("over TLS", () => {
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, () => launchPostgres({ tls: true }));
  });
  after(() => server?.stop());

  const at = (ssl: NonNullable<PostgresSubscriptionsOptions["connection"]>["ssl"]) =>
    createPostgresSubscriptions({ connectionString: server.url, connection: { ssl } });

  it("with the server's certificate trusted: look-ups and push", async () => {
    const store = at({ ca: server.ca });
    await store.migrate();
    const told = new Promise((resolve) =>
      store.onChange((change) => change !== "everything" && resolve(change.digests)),
    );
    await new Promise<void>((resolve) => store.onChange((change) => change === "everything" && resolve()));
    await store.insert(stored("a"));
    const digests = stored("a").keys.map(({ digest }) => digest);
    expect(await told).to.deep.equal(digests);
    expect((await store.findByKeyDigest(digests[0]!))?.id).to.equal("a");
    const client = new pg.Client({ connectionString: server.url, ssl: { ca: server.ca } });
    await client.connect();
    const { rows } = await client.query<{ ssl: boolean }>(
      "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'product-auth'",
    );
    await client.end();
    expect(rows, "the pool's connection and the listener's").to.deep.equal([{ ssl: true }, { ssl: true }]);
    await store.close();
  });

  it("a certificate that is not trusted: nothing is asked", async () => {
    const store = at(true);
    const outcome = await store.findByKeyDigest("x").then(String, String);
    expect(outcome).to.contain("self-signed certificate");
    await store.close();
  });

  it("a server that demands TLS is not asked without", async () => {
    const store = at(false);
    const outcome = await store.findByKeyDigest("x").then(String, String);
    expect(outcome).to.contain("no encryption");
    await store.close();
  });
});
