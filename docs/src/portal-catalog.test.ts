import { expect } from "chai";
import { productAuth } from "@product-auth/express";
import { listProducts } from "./portal-catalog.js";

describe("the page of options, for portals", () => {
  it("lists what a visitor sees", () => {
    const auth = productAuth<string, string>({
      products: {
        batch: { displayName: "Batch", accepts: ["key"], rateLimit: { calls: 5, renewalPeriod: 60 } },
        internal: { accepts: ["key"], groups: ["partners"] },
        draft: { accepts: ["key"], state: "notPublished" },
      },
      apis: { orders: { path: "orders", products: ["batch"] } },
      subscriptions: [],
    });
    expect(listProducts(auth)).to.deep.equal(["Batch: orders, 5 calls in 60 seconds"]);
  });
});
