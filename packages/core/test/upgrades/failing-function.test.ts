import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect } from "chai";
import { createProductAuth } from "#src/index.js";

const REQUEST = [
  "GET / HTTP/1.1",
  "host: h",
  "ocp-apim-subscription-key: acme",
  "connection: upgrade",
  "upgrade: websocket",
];

const answerTo = (port: number) =>
  new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (data) => (text += data.toString()));
    socket.on("close", () => resolve(text)).on("error", reject);
    socket.write(`${REQUEST.join("\r\n")}\r\n\r\n`);
  });

describe("an upgrade, and a function of a counter's key that throws", () => {
  const custom = [{ name: "later", judge: async () => undefined }];
  for (const [how, more] of [
    ["at once", {}],
    ["behind a policy that waits", { custom }],
  ] as const) {
    it(`${how}: 500, and the process goes on`, async () => {
      const counterKey = () => {
        throw new Error("no plan");
      };
      const auth = createProductAuth({
        products: {
          starter: {
            accepts: ["key"],
            rateLimitByKey: [{ calls: 1, renewalPeriod: 1, counterKey }],
            ...more,
          },
        },
        subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme" }],
      });
      const server = createServer().on(
        "upgrade",
        auth.guardUpgrade((_req, socket) => socket.end("handled")),
      );
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const { port } = server.address() as AddressInfo;
        // The first one waits until the code for upgrades is loaded.
        for (let i = 0; i < 2; i++) expect(await answerTo(port)).to.match(/^HTTP\/1\.1 500 /);
      } finally {
        server.close();
        await auth.close();
      }
    });
  }
});
