import { expect } from "chai";
import { createProductAuth } from "#src/index.js";
import { inWords } from "../../evidence/evidence-of.js";
import { viewOf } from "../../request/view-of.js";
import { issuers, sharedToken } from "./policy-world.js";

describe("a token for a product and for the policy of a rule", () => {
  const auth = () =>
    createProductAuth<"gold", never>({
      issuers: issuers(["gold"]) as never,
      products: { gold: { audience: "urn:gold", role: "Gold" } },
    });
  const validateJwt = { issuers: ["main"], audiences: ["urn:policy"] };
  const headers = { authorization: `Bearer ${sharedToken}` };

  it("is admitted by the first request, whose token no policy has asked for before", () => {
    const made = auth();
    const rule = made.requirement({ product: "gold", validateJwt });
    for (let i = 0; i < 2; i++)
      expect(inWords(made.authorize(viewOf(headers), rule) as never)).to.equal("admit gold token");
  });
  it("… also when it was cached before the rule was compiled", () => {
    const made = auth();
    const plain = made.requirement({ product: "gold" });
    expect(inWords(made.authorize(viewOf(headers), plain) as never)).to.equal("admit gold token");
    const rule = made.requirement({ product: "gold", validateJwt });
    expect(inWords(made.authorize(viewOf(headers), rule) as never)).to.equal("admit gold token");
  });
  it("… and by explain, for a rule that no route has", async () => {
    const { outcome, code } = await auth().explain(viewOf(headers), { product: "gold", validateJwt });
    expect([outcome, code]).to.deep.equal(["admit", undefined]);
  });
  it("… in an alternative", () => {
    const made = auth();
    const rule = made.requirement({
      anyOf: [
        { product: "gold", scopes: ["Read"] },
        { product: "gold", validateJwt },
      ],
    });
    expect(inWords(made.authorize(viewOf(headers), rule) as never)).to.equal("admit gold token");
  });
});
