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
});
