import { expect } from "chai";
import { createProductAuth } from "#src/index.js";
import { viewOf } from "../request/view-of.js";

const NOW = Date.UTC(2026, 5, 1);

describe("auth.limits", () => {
  for (const per of ["caller", "subscription"] as const)
    it(`per: ${per}: reads and resets what a subscription has used`, async () => {
      const auth = createProductAuth({
        products: {
          pro: {
            accepts: ["key"],
            rateLimit: { calls: 2, renewalPeriod: 60, per },
            quota: { calls: 30, renewalPeriod: 3_600, per },
          },
        },
        subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "k" }],
        clock: () => NOW,
      });
      const subscription = { id: "contoso", scope: "/products/pro" };
      const used = async () => (await auth.limits.of({ subscription })).map((limit) => limit.used);
      expect(await used()).to.deep.equal([0, 0]);
      for (let i = 0; i < 3; i++)
        await auth.authorize(viewOf({ "ocp-apim-subscription-key": "k" }), auth.anyProduct);
      expect(await used()).to.deep.equal([2, 2]);
      await auth.limits.reset({ subscription });
      expect(await used()).to.deep.equal([0, 0]);
      await auth.close();
    });

  it("are those of the catalog and the rules at the moment of the question", async () => {
    const withRate = (calls: number) => ({
      products: { pro: { accepts: ["key" as const], rateLimit: { calls, renewalPeriod: 60 } } },
    });
    const auth = createProductAuth({ ...withRate(2), subscriptions: [] });
    const subscription = { id: "contoso", scope: "/products/pro" };
    const limits = async () => (await auth.limits.of({ subscription })).map(({ limit }) => limit);
    expect(await limits()).to.deep.equal([2]);
    const rateLimitByKey = [{ calls: 7, renewalPeriod: 60, counterKey: ["caller" as const] }];
    auth.requirement({ product: "pro", rateLimitByKey });
    expect(await limits()).to.have.members([2, 7]);
    auth.update(withRate(3));
    expect(await limits()).to.have.members([3, 7]);
    await auth.close();
  });
});
