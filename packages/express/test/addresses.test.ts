import { createServer } from "node:http";
import { productAuth, type DecisionEvent } from "@product-auth/express";
import { expect } from "chai";
import request from "supertest";
import { onBothVersions } from "./support/both-versions.js";

// What each setting makes of two forwarded addresses: the caller wrote the first, the proxy on this machine the second.
const FORWARDED = "1.1.1.1, 203.0.113.9";
const SETTINGS: readonly (readonly [setting: unknown, address: string])[] = [
  [undefined, "127.0.0.1"],
  [false, "127.0.0.1"],
  [1, "203.0.113.9"],
  ["loopback", "203.0.113.9"],
  ["127.0.0.1", "203.0.113.9"],
  ["192.0.2.1", "127.0.0.1"],
  // Never: what the caller wrote.
  [true, "1.1.1.1"],
  [2, "1.1.1.1"],
];

onBothVersions("the caller's address", (express) => {
  for (const [setting, address] of SETTINGS) {
    it(`with trust proxy ${JSON.stringify(setting)}: ${address}`, async () => {
      const events: DecisionEvent[] = [];
      const auth = productAuth({
        products: { starter: { accepts: ["key"] } },
        policies: { ipFilter: { action: "forbid", addresses: ["0.0.0.0/0"] } },
        subscriptions: [],
        onDecision: (event) => events.push(event),
      });
      const app = express();
      if (setting !== undefined) app.set("trust proxy", setting);
      app.use(auth);
      const server = createServer(app);
      const { status } = await request(server).get("/").set("X-Forwarded-For", FORWARDED);
      expect([status, events[0]?.address]).to.deep.equal([403, address]);
    });
  }

  it("behind a trusted proxy, bad credentials count for the network of the caller, not for the proxy", async () => {
    const auth = productAuth({
      products: { starter: { accepts: ["key"] } },
      subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "good" }],
      badCredentials: { calls: 2, renewalPeriod: 60 },
    });
    const app = express();
    app.set("trust proxy", "loopback");
    app.use(auth, (_req: unknown, res: { end(): void }) => res.end());
    const server = createServer(app);
    const status = async (address: string, key: string) => {
      const fields = { "X-Forwarded-For": address, "Ocp-Apim-Subscription-Key": key };
      return (await request(server).get("/").set(fields)).status;
    };
    // One IPv6 network of 56 bits, whatever addresses the caller takes from it.
    expect([
      await status("2001:db8::1", "guess"),
      await status("2001:db8:0:1::2", "guess"),
      await status("2001:db8:0:ff::3", "guess"),
      await status("2001:db8:0:100::1", "guess"),
      await status("203.0.113.9", "guess"),
      await status("2001:db8::1", "good"),
    ]).to.deep.equal([401, 401, 429, 401, 401, 200]);
  });
});
