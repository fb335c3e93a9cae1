import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { productAuth, type DecisionEvent } from "@product-auth/express";
import { KEY, listening, rawRequest, stopped } from "@product-auth/testkit/adapter";
import { onBothVersions } from "./support/both-versions.js";

onBothVersions("a path that cannot be decoded", (express) => {
  it("400 by the guard, before Express tries", async () => {
    const events: DecisionEvent[] = [];
    const auth = productAuth({
      products: { gold: { accepts: ["key"] } },
      apis: { orders: { path: "orders", products: ["gold"] } },
      subscriptions: [{ id: "gold", scope: "/products/gold", primaryKey: "gold-1" }],
      onDecision: (event) => events.push(event),
    });
    const app = express().use(auth, (_req, res) => void res.send("handled"));
    const server = await listening(createServer(app));
    try {
      const { port } = server.address() as AddressInfo;
      const { status, text, headers } = await rawRequest(port, "/orders/%", `${KEY}: gold-1`);
      expect([status, text]).to.deep.equal([
        400,
        '{ "statusCode": 400, "message": "The path cannot be read." }',
      ]);
      expect(headers).to.not.have.property("www-authenticate");
      expect(events.map(({ code }) => code)).to.deep.equal(["path_malformed"]);
      expect((await rawRequest(port, "/orders/7", `${KEY}: gold-1`)).text).to.contain("handled");
    } finally {
      await stopped(server);
      await auth.close();
    }
  });
});
