import { expect } from "chai";
import { createProductAuth } from "#src/index.js";
import { viewOf } from "../request/view-of.js";

describe("the clock by default", () => {
  it("is Date.now as it is at each call, so that fake timers count whenever they are installed", async () => {
    const auth = createProductAuth({
      products: { batch: { accepts: ["key"] } },
      subscriptions: [
        { id: "s", scope: "/products/batch", primaryKey: "k", endDate: new Date(Date.now() + 60_000) },
      ],
    });
    const outcome = async () =>
      (await auth.authorize(viewOf({ "ocp-apim-subscription-key": "k" }), auth.anyProduct)).outcome;
    expect(await outcome()).to.equal("admit");
    const real = Date.now;
    try {
      Date.now = () => real() + 120_000;
      expect(await outcome()).to.equal("refuse");
    } finally {
      Date.now = real;
    }
    expect(await outcome()).to.equal("admit");
  });
});
