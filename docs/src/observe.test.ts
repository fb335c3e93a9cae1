import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import request from "supertest";
import { countRefusals, createApp } from "./observe.js";

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
