import { expect } from "chai";
import type { RefusalCode } from "@product-auth/core";
import { startEntra, type Entra, type TokenWish } from "@product-auth/emulator";
import { refused, tellAccess, type IssuerApi } from "../../support/issuer-api.js";
import { badToken, lacks } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

const GRAPH = "00000003-0000-0000-c000-000000000000";
const GRAPH_ADDRESS = "https://graph.microsoft.com";
const noClient = { azp: undefined, azpacr: undefined };
const idToken = { ...noClient, aud: "11112222-bbbb-3333-cccc-4444dddd5555" };
const noVersion = { ver: undefined };

type Mistake = readonly [what: string, wish: Partial<TokenWish>, code: RefusalCode, says: string];

/** Callers learn nothing of their mistakes; operators are told what happened and what to do. */
const AT_ORDERS: readonly Mistake[] = [
  ["a Graph token, by its header", { header: { nonce: "n" } }, "token_foreign_resource", "Microsoft API"],
  ["a Graph token, by its id", { claims: { aud: GRAPH } }, "token_audience", "for Microsoft Graph"],
  ["a Graph token, by its address", { claims: { aud: GRAPH_ADDRESS } }, "token_audience", "Microsoft Graph"],
  ["an id_token for the client", { claims: idToken }, "token_audience", "id_token"],
  ["an id_token for a client that is a product", { claims: noClient }, "token_client", "id_token"],
  ["a version 1 token", { version: 1 }, "token_version", "requestedAccessTokenVersion to 2"],
  ["a token without a version", { claims: noVersion }, "token_version", "not issued by Entra"],
  ["a token of another tenant", { claims: { tid: GRAPH } }, "token_tenant", "another tenant"],
  ["a token of another product", { product: "pro" }, "token_other_product", "another product"],
  ["a client that was assigned no role", { client: "stranger" }, "role_missing", "admin consent"],
  ["a role in another case", { roles: ["product.starter.all"] }, "role_missing", "case-sensitive"],
  ["a user's token on an application's route", { delegated: true }, "token_kind", "a user's token"],
  ["a token that shows neither", { claims: { sub: GRAPH } }, "token_kind", "optional claim idtyp"],
];
const AT_MINE: readonly Mistake[] = [
  ["an application's token on a user's route", {}, "token_kind", "an application's token"],
];

/** What Node and the frameworks put into every answer. */
const OF_ANY_ANSWER = new Set(["connection", "date", "keep-alive", "x-powered-by"]);

export function hints({ describe, it, before, after, issuerApis }: Suite): void {
  describe("hints for the classic mistakes", () => {
    const start = issuerApis();
    let entra: Entra;
    let api: IssuerApi;

    before(async () => {
      entra = await startEntra({
        products: { starter: { scopes: ["Orders.Read"] }, pro: {} },
        clients: { contoso: { products: ["starter", "pro"] }, stranger: {} },
      });
      const { starter, pro } = entra.products;
      const options = {
        tenantId: entra.tenantId,
        authorityHost: entra.origin,
        tokenVersions: ["2.0"] as const,
        products: {
          starter: { displayName: "Starter", audience: starter!.audience },
          pro: { displayName: "Pro", audience: pro!.audience },
        },
      };
      api = await start(options, (app, auth) => {
        const rules = { "/orders": { product: "starter" }, "/mine": { scopes: ["Orders.Read"] } };
        for (const [path, rule] of Object.entries(rules)) {
          app.get(path, auth.require(rule), tellAccess);
          app.get(`/why${path}`, async ({ explain }) => ({ body: await explain(rule) }));
        }
      });
    });
    after(() => entra.close());

    for (const [path, mistakes] of [["/orders", AT_ORDERS] as const, ["/mine", AT_MINE] as const]) {
      for (const [what, wish, code, says] of mistakes) {
        it(`${what}: ${code}`, async () => {
          const token = await entra.tokenFor({ client: "contoso", product: "starter", ...wish });
          const answer = await api.get(path).auth(token, { type: "bearer" });
          const refusal = code === "role_missing" ? lacks("Product.Starter.All") : badToken;
          const { hint } = refused(answer, refusal, code, api.events.at(-1));
          expect(hint).to.contain(says);
          const why = await api.get(`/why${path}`).auth(token, { type: "bearer" });
          expect(why.body).to.include({ outcome: "refuse", code, hint });
          // Challenge, type and body are what they always are; nothing else speaks to the caller.
          const spoken = Object.keys(answer.headers as object).filter((name) => !OF_ANY_ANSWER.has(name));
          expect(spoken).to.have.members([
            "cache-control",
            "content-length",
            "content-type",
            "www-authenticate",
          ]);
        });
      }
    }

    it("are all different, and an admission has none", async () => {
      const hints = new Set(api.events.map(({ hint }) => hint));
      expect(hints).to.have.property("size", 12); // two mistakes stand there in two forms
      const token = await entra.tokenFor({ client: "contoso", product: "starter" });
      await api.admits(token);
      expect(api.events.at(-1)).to.not.have.property("hint");
      const why = await api.get("/why/orders").auth(token, { type: "bearer" }).expect(200);
      expect(why.body).to.include({ outcome: "admit" }).and.not.have.property("hint");
    });
  });
}
