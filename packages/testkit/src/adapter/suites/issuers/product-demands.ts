import { expect } from "chai";
import type { ProductOptions, RequiredClaim } from "@product-auth/core";
import { startEntra, type Entra, type TokenWish } from "@product-auth/emulator";
import { badToken, lacks, notPermitted } from "../../support/refused.js";
import { tellAccess } from "../../support/issuer-api.js";
import type { Suite } from "../../suite.js";

export function productDemands({ describe, it, before, after, issuerApis }: Suite): void {
  // What a product demands of a genuine token besides its audience.
  describe("a product's demands", () => {
    const start = issuerApis();
    let entra: Entra;

    before(async () => {
      entra = await startEntra({
        products: { starter: { scopes: ["Orders.Read"] } },
        clients: { contoso: { products: ["starter"] }, fabrikam: { products: ["starter"] }, stranger: {} },
      });
    });
    after(() => entra.close());

    const api = (demands: ProductOptions) =>
      start(
        {
          tenantId: entra.tenantId,
          authorityHost: entra.origin,
          products: {
            starter: { displayName: "Starter", audience: entra.products["starter"]!.audience, ...demands },
          },
        },
        (app, auth) => {
          app.get("/orders", auth.requireProduct("starter"), tellAccess);
          app.get("/read", auth.requireScope("Orders.Read"), tellAccess);
        },
      );
    const token = (client: string, wish: Partial<TokenWish> = {}) =>
      entra.tokenFor({ client, product: "starter", ...wish });
    const id = (client: string) => entra.clients[client]!.appId;

    describe("clients", () => {
      it("lets the listed ones on, and 403 for others that hold the role", async () => {
        const listed = await api({ clients: [id("contoso")] });
        expect((await listed.admits(token("contoso"))).client).to.deep.equal({ id: id("contoso") });
        const event = await listed.refuses(token("fabrikam"), notPermitted, "client_not_allowed");
        expect(event).to.include({ expected: "a client of starter", actual: id("fabrikam") });
      });
      it("the role is still needed: the list does not give it", async () => {
        const listed = await api({ clients: [id("stranger")] });
        await listed.refuses(token("stranger"), lacks("Product.Starter.All"), "role_missing");
      });
      it("holds for users' tokens too", async () => {
        const listed = await api({ clients: [id("contoso")] });
        await listed.admits(token("contoso", { delegated: true }), "/read");
        const other = token("fabrikam", { delegated: true });
        await listed.refuses(other, notPermitted, "client_not_allowed", "/read");
      });
      it("is compared with azp in version 2 and with appid in version 1 tokens", async () => {
        const listed = await api({ clients: [id("contoso")] });
        await listed.admits(token("contoso", { version: 1 }));
        await listed.refuses(token("fabrikam", { version: 1 }), notPermitted, "client_not_allowed");
      });
      it("takes an id in capitals, as some pages show it", async () =>
        void (await (await api({ clients: [id("contoso").toUpperCase()] })).admits(token("contoso"))));
    });

    describe("role: false", () => {
      it("with clients: the list alone decides", async () => {
        const listed = await api({ role: false, clients: [id("stranger")] });
        await listed.admits(token("stranger"));
        await listed.refuses(token("contoso"), notPermitted, "client_not_allowed");
      });
      it("with requiredClaims: the claims alone decide", async () => {
        const claimed = await api({ role: false, requiredClaims: [{ name: "azpacr", values: ["2"] }] });
        await claimed.admits(token("stranger", { claims: { azpacr: "2" } }));
        await claimed.refuses(token("contoso"), notPermitted, "claim_missing");
      });
      it("does not let a user's token on", async () => {
        const listed = await api({ role: false, clients: [id("contoso")] });
        await listed.refuses(token("contoso", { delegated: true }), badToken, "token_kind");
      });
    });

    it("a role of another name stands in the challenge", async () => {
      const named = await api({ role: "Orders.Use" });
      await named.admits(token("contoso", { roles: ["Orders.Use"] }));
      await named.refuses(token("contoso"), lacks("Orders.Use"), "role_missing");
    });

    // "validate-jwt", API Management: required-claims.
    describe("requiredClaims", () => {
      const many = ["a", "b"];
      const cases: readonly (readonly [string, RequiredClaim, good: unknown, bad: unknown])[] = [
        ["no values: the claim must be there", { name: "x" }, "", undefined],
        ["no values: null is there", { name: "x" }, null, undefined],
        ["one value", { name: "x", values: ["a"] }, "a", "A"],
        ["one value, in a list", { name: "x", values: ["a"] }, ["b", "a"], ["b"]],
        ["all, the default", { name: "x", values: many }, ["b", "c", "a"], ["a", "c"]],
        ["all of a text with a separator", { name: "x", values: many, separator: " " }, "b a", "a c"],
        ["any", { name: "x", values: many, match: "any" }, "b", "c"],
        ["any of a list", { name: "x", values: many, match: "any" }, ["c", "b"], ["c"]],
        ["any with a separator", { name: "x", values: many, match: "any", separator: "," }, "c,b", "c, b"],
        ["a text without separator is one value", { name: "x", values: ["a b"] }, "a b", "a"],
        ["a part is no match without separator", { name: "x", values: ["a"] }, "a", "a b"],
        ["a number", { name: "x", values: ["7"] }, 7, 70],
        ["a number in a list", { name: "x", values: ["7"] }, [1, 7], [1]],
        ["a boolean", { name: "x", values: ["true"] }, true, false],
        ["null in JSON's writing", { name: "x", values: ["null"] }, null, undefined],
        ["an empty list holds nothing", { name: "x", values: ["a"] }, ["a"], []],
        ["an object is no value of its members", { name: "x", values: ["a"] }, "a", { a: "a" }],
        ["a name that every object inherits", { name: "constructor" }, "here", undefined],
        ["a separator of several characters", { name: "x", values: many, separator: "::" }, "a::b", "a:b"],
      ];
      for (const [what, claim, good, bad] of cases) {
        it(what, async () => {
          const claimed = await api({ requiredClaims: [claim] });
          await claimed.admits(token("contoso", { claims: { [claim.name]: good } }));
          const lacking = token("contoso", { claims: { [claim.name]: bad } });
          const event = await claimed.refuses(lacking, notPermitted, "claim_missing");
          expect(event.expected).to.contain(claim.name);
        });
      }
      it("several: each must hold, and users' tokens too", async () => {
        const claimed = await api({ requiredClaims: [{ name: "x" }, { name: "y", values: ["1"] }] });
        const [both, one] = [{ claims: { x: 0, y: 1 } }, { claims: { x: 0 } }];
        await claimed.admits(token("contoso", both));
        await claimed.admits(token("contoso", { ...both, delegated: true }), "/read");
        await claimed.refuses(token("contoso", one), notPermitted, "claim_missing");
        const user = token("contoso", { ...one, delegated: true });
        await claimed.refuses(user, notPermitted, "claim_missing", "/read");
      });
    });
  });
}
