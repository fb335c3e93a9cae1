import { expect } from "chai";
import * as core from "@product-auth/core";
import * as door from "@product-auth/passport";

describe("the door of @product-auth/passport", () => {
  it("exports these names; types.ts holds the names of types", () =>
    expect(Object.keys(door).sort()).to.deep.equal([
      "ConfigurationError",
      "ProductAuthStrategy",
      "UnavailableError",
      "UnguardedRouteError",
      "accessOf",
      "trustAuthInfo",
    ]));

  it("hands core's errors on, so that instanceof works with either import", () => {
    expect(door.ConfigurationError).to.equal(core.ConfigurationError);
    expect(door.UnavailableError).to.equal(core.UnavailableError);
    expect(door.UnguardedRouteError).to.equal(core.UnguardedRouteError);
  });

  it("a strategy has these parts", () => {
    const strategy = new door.ProductAuthStrategy({
      products: { batch: { accepts: ["key"] } },
      subscriptions: [],
    });
    expect(strategy.name).to.equal("product-auth");
    expect(Object.keys(strategy).sort()).to.deep.equal([
      "authenticate",
      "name",
      "require",
      "requireProduct",
      "requireRole",
      "requireScope",
    ]);
    expect(Object.getOwnPropertyNames(door.ProductAuthStrategy.prototype).sort()).to.deep.equal([
      "answerRefusals",
      "catalog",
      "catalogVersion",
      "close",
      "constructor",
      "explain",
      "health",
      "ready",
      "update",
      "updateInSteps",
    ]);
    expect(strategy.answerRefusals().length, "three parameters would make it no error middleware").to.equal(
      4,
    );
  });
});
