import { expect } from "chai";
import * as door from "@product-auth/express";
import { doorContract } from "@product-auth/testkit";

doorContract({ describe, it }, "@product-auth/express", door, { members: ["guardUpgrade"] });

describe("the middleware of @product-auth/express", () => {
  it("has three parameters: four would make it error middleware", () => {
    const auth = door.productAuth({ products: { batch: { accepts: ["key"] } }, subscriptions: [] });
    expect(auth).to.have.length(3);
  });
});
