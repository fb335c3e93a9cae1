import { expect } from "chai";
import * as core from "@product-auth/core";
import * as door from "@product-auth/fastify";

describe("the door of @product-auth/fastify", () => {
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

  it("productAuth gives the plugin with these parts", () => {
    const auth = door.productAuth({ products: { batch: { accepts: ["key"] } }, subscriptions: [] });
    expect(auth).to.be.a("function");
    expect(Object.keys(auth).sort()).to.deep.equal([
      "close",
      "connectionOf",
      "default", // of fastify-plugin, like the last but one
      "explain",
      "health",
      "open",
      "productAuthFastify",
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
