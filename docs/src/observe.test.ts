import { startEntra, type Entra } from "@product-auth/emulator";
import { productAuth, type DecisionEvent } from "@product-auth/express";
import { expect } from "chai";
import express from "express";
import request from "supertest";
import { countRefusals, createApp, subscriptionsIn } from "./observe.js";

describe("how operators see codes", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({ products: { starter: {} }, clients: { contoso: { products: ["starter"] } } });
  });
  after(() => entra.close());

  it("in onDecision, on the channel and in explain", async () => {
    const logged: object[] = [];
    const counts = countRefusals();
    const { audience } = entra.products["starter"]!;
    const app = createApp(
      {
        tenantId: entra.tenantId,
        authorityHost: entra.origin,
        products: { starter: { displayName: "Starter", audience } },
      },
      (entry) => logged.push(entry),
    );
    const token = await entra.flawed.otherRole();
    await request(app).get("/orders").set("authorization", `Bearer ${token}`).expect(403);

    const [explained, told] = logged as [{ code: string; checks: object[] }, object];
    expect(explained.code).to.equal("role_missing");
    expect(explained.checks).to.deep.include({
      check: "it carries the rights demanded",
      result: "failed",
      expected: "Product.Starter.All",
      actual: "Product.SomeOther.All",
    });
    expect(told).to.include({ status: 403, code: "role_missing", method: "GET", path: "/orders" });
    expect(counts.get("role_missing")).to.equal(1);
  });
});

describe("a store that fails", () => {
  it("is 503; the whole error goes where the store logs it, and its code alone to events", async () => {
    const warned: unknown[] = [];
    const events: DecisionEvent[] = [];
    const error = Object.assign(new Error("connect postgres://api:s3cret@db"), { code: "ECONNREFUSED" });
    const auth = productAuth({
      products: { batch: { accepts: ["key"] } },
      subscriptions: subscriptionsIn({ findSubscription: () => Promise.reject(error) }, (said) =>
        warned.push(said),
      ),
      onDecision: (event) => void events.push(event),
    });
    const app = express().use(auth);
    const answer = await request(app).get("/").set("ocp-apim-subscription-key", "some-key").expect(503);
    expect(warned).to.deep.equal([error]);
    expect(events[0]).to.include({ code: "subscriptions_unavailable", actual: "ECONNREFUSED" });
    expect(JSON.stringify([answer.text, answer.headers, events])).not.to.contain("s3cret");
    await auth.close();
  });
});
