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
});
