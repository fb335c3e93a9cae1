import { expect } from "chai";
import * as core from "@product-auth/core";
import * as door from "@product-auth/express";

describe("the door of @product-auth/express", () => {
  it("exports these names; types.ts holds the names of types", () =>
    expect(Object.keys(door).sort()).to.deep.equal([
      "ConfigurationError",
      "UnavailableError",
      "UnguardedRouteError",
      "accessOf",
      "productAuth",
    ]));

  it("hands core's errors on, so that instanceof works with either import", () => {
    expect(door.ConfigurationError).to.equal(core.ConfigurationError);
    expect(door.UnavailableError).to.equal(core.UnavailableError);
    expect(door.UnguardedRouteError).to.equal(core.UnguardedRouteError);
  });

  it("productAuth gives the middleware with these parts", () => {
    const auth = door.productAuth({ products: { batch: { accepts: ["key"] } }, subscriptions: [] });
    expect(auth).to.be.a("function");
    expect(auth.length, "four parameters would make it error middleware").to.equal(3);
    expect(Object.keys(auth).sort()).to.deep.equal([
      "close",
      "explain",
      "guardUpgrade",
      "health",
      "open",
      "protectedResourceMetadata",
      "ready",
      "require",
      "requireProduct",
      "requireRole",
      "requireScope",
      "update",
    ]);
  });
});
