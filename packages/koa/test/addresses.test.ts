import { createServer } from "node:http";
import { productAuth, type DecisionEvent } from "@product-auth/koa";
import { expect } from "chai";
import request from "supertest";
import { onBothVersions } from "./support/both-versions.js";

// What each setting makes of two forwarded addresses: the caller wrote the first, the proxy on this machine the second.
const FORWARDED = "1.1.1.1, 203.0.113.9";
const SETTINGS: readonly (readonly [setting: object, address: string])[] = [
  [{}, "127.0.0.1"],
  [{ proxy: false, maxIpsCount: 1 }, "127.0.0.1"],
  [{ proxy: true, maxIpsCount: 1 }, "203.0.113.9"],
  // Never: what the caller wrote.
  [{ proxy: true }, "1.1.1.1"],
  [{ proxy: true, maxIpsCount: 2 }, "1.1.1.1"],
];

onBothVersions("the caller's address", (Koa) => {
  for (const [setting, address] of SETTINGS) {
    it(`with ${JSON.stringify(setting)}: ${address}`, async () => {
      const events: DecisionEvent[] = [];
      const auth = productAuth({
        products: { starter: { accepts: ["key"] } },
        policies: { ipFilter: { action: "forbid", addresses: ["0.0.0.0/0"] } },
        subscriptions: [],
        onDecision: (event) => events.push(event),
      });
      const app = new Koa(setting);
      app.use(auth);
      const serve = app.callback();
      const server = createServer((req, res) => void serve(req, res));
      const { status } = await request(server).get("/").set("X-Forwarded-For", FORWARDED);
      expect([status, events[0]?.address]).to.deep.equal([403, address]);
    });
  }
});
