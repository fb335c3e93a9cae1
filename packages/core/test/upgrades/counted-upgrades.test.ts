import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect } from "chai";
import { createProductAuth } from "#src/index.js";

const REQUEST =
  "GET / HTTP/1.1\r\nhost: h\r\nocp-apim-subscription-key: acme\r\nconnection: upgrade\r\nupgrade: any\r\n\r\n";

const statusOf = (port: number) =>
  new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (data) => (text += data.toString()));
    socket.on("close", () => resolve(text.split(" ")[1] ?? "")).on("error", reject);
    socket.write(REQUEST);
  });

/** The statuses of upgrades, one after the other, by a limit that depends on the response. */
async function statusesBy(limit: object): Promise<string[]> {
  const counterKey = ["caller"] as const;
  const auth = createProductAuth({
    products: {
      starter: { accepts: ["key"], rateLimitByKey: [{ calls: 2, renewalPeriod: 60, counterKey, ...limit }] },
    },
    subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme" }],
  });
  const server = createServer().on(
    "upgrade",
    auth.guardUpgrade((_req, socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n")),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const found: string[] = [];
    for (let i = 0; i < 4; i++) found.push(await statusOf(port));
    return found;
  } finally {
    server.close();
    await auth.close();
  }
}

describe("upgrades, by limits that depend on the response", () => {
  const rows: readonly (readonly [limit: object, statuses: readonly string[]])[] = [
    [{ incrementCondition: { statusNot: [404] } }, ["101", "101", "429", "429"]],
    [{ incrementCondition: { status: ["1xx"] } }, ["101", "101", "429", "429"]],
    [{ incrementCondition: { status: ["4xx"] } }, ["101", "101", "101", "101"]],
    [{ incrementCount: () => 2 }, ["101", "429", "429", "429"]],
  ];
  for (const [limit, statuses] of rows)
    it(`${"incrementCount" in limit ? "a function" : JSON.stringify(limit)}: ${statuses.join(" ")}`, async () =>
      expect(await statusesBy(limit)).to.deep.equal(statuses));
});
