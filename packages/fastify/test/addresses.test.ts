import { productAuth, type DecisionEvent } from "@product-auth/fastify";
import { expect } from "chai";
import fastify, { type FastifyServerOptions } from "fastify";

// What each setting makes of two forwarded addresses: the caller wrote the first, the proxy on this machine the second.
const FORWARDED = "1.1.1.1, 203.0.113.9";
const SETTINGS: readonly (readonly [setting: FastifyServerOptions["trustProxy"], address: string])[] = [
  [undefined, "127.0.0.1"],
  [false, "127.0.0.1"],
  ["loopback", "203.0.113.9"],
  ["127.0.0.1", "203.0.113.9"],
  [["127.0.0.1", "192.0.2.1"], "203.0.113.9"],
  ["192.0.2.1", "127.0.0.1"],
  // Fastify ignores hop counts since 5.12.1: every caller has the proxy's address.
  // Its types refuse a number as well.
  [1 as never, "127.0.0.1"],
  // Never: what the caller wrote.
  [true, "1.1.1.1"],
];

describe("the caller's address", () => {
  for (const [trustProxy, address] of SETTINGS) {
    it(`with trustProxy ${JSON.stringify(trustProxy)}: ${address}`, async () => {
      const events: DecisionEvent[] = [];
      const auth = productAuth({
        products: { starter: { accepts: ["key"] } },
        policies: { ipFilter: { action: "forbid", addresses: ["0.0.0.0/0"] } },
        subscriptions: [],
        onDecision: (event) => events.push(event),
      });
      const app = fastify(trustProxy === undefined ? {} : { trustProxy });
      await app.register(auth);
      app.get("/", () => "ok");
      const url = await app.listen({ port: 0, host: "127.0.0.1" });
      const { status } = await fetch(url, { headers: { "X-Forwarded-For": FORWARDED } });
      await app.close();
      expect([status, events[0]?.address]).to.deep.equal([403, address]);
    });
  }
});
