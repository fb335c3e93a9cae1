import { expect } from "chai";
import type { ProductAuthOptions } from "@product-auth/core";
import type { AnyRule } from "../../adapter-harness.js";
import { tell } from "../../support/api.js";
import { rawRequest } from "../../support/raw-request.js";
import type { IssuerApi } from "../../support/issuer-api.js";
import { AUDIENCE, openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const [ISSUER, JWKS] = ["urn:orders", "https://issuer.example/keys"];
const RIGHTS = 'Bearer error="insufficient_scope"';
const KEY = 'AzureApiManagementKey realm="https://{host}/",name="Ocp-Apim-Subscription-Key",type="header"';

const token = async (claims: object = {}) => (await signer("key-one")).sign(openIdClaims(ISSUER, claims));

const challengeOf = ({ headers }: { headers: unknown }) =>
  (headers as Record<string, string | undefined>)["www-authenticate"]?.replace(/127\.0\.0\.1:\d+/, "{host}");

/** Status and challenge for a request without, or with, a token. */
async function told(one: IssuerApi, text?: string): Promise<readonly [number, string | undefined]> {
  const request = one.get("/");
  const answer = await (text === undefined ? request : request.auth(text, { type: "bearer" }));
  return [answer.status, challengeOf(answer)];
}

export function challenges({ describe, it, before, after, issuerApis }: Suite): void {
  describe("WWW-Authenticate", () => {
    const start = issuerApis();
    let world: IssuerServer;
    before(async () => {
      world = await startIssuerServer();
      world.documents.set(JWKS, { keys: [(await signer("key-one")).jwk] });
    });
    after(() => world.close());

    const api = (rule: AnyRule, more: Partial<ProductAuthOptions> = {}): Promise<IssuerApi> => {
      const products = {
        starter: { displayName: "Starter", audience: AUDIENCE },
        pro: { displayName: "Pro", audience: "urn:pro", accepts: ["token", "key"] as const },
        batch: { accepts: ["key"] as const },
      };
      const options = {
        issuer: ISSUER,
        jwksUri: JWKS,
        fetch: world.fetch,
        products,
        subscriptions: [],
        ...more,
      };
      return start(options, (app, auth) => app.get("/", auth.require(rule), tell));
    };

    // RFC 6750 §3: "the resource server SHOULD NOT include an error code" when nothing usable was sent.
    describe("401 without an error code", () => {
      it("when nothing was sent", async () =>
        expect(await told(await api({ product: "starter" }))).to.deep.equal([401, "Bearer"]));
      for (const field of ["Basic dTpw", "Negotiate abc", "DPoP abc", ""]) {
        it(`when Authorization says "${field}"`, async () => {
          const answer = await (await api({ product: "starter" })).get("/").set("authorization", field);
          expect([answer.status, challengeOf(answer)]).to.deep.equal([401, "Bearer"]);
        });
      }
      it("with a challenge for each kind of credential that would do", async () => {
        expect(await told(await api({ product: "pro" }))).to.deep.equal([401, `Bearer, ${KEY}`]);
        expect(await told(await api({ product: "pro", accepts: ["token"] }))).to.deep.equal([401, "Bearer"]);
        expect(await told(await api({ product: "batch" }))).to.deep.equal([401, KEY]);
      });
    });

    describe("401 invalid_token", () => {
      const bad = 'Bearer error="invalid_token"';
      it("for a token that is none, late, or for another product", async () => {
        const one = await api({ product: "starter" });
        for (const text of ["x", "a.b.c", await token({ exp: 1 }), await token({ aud: "urn:pro" })]) {
          expect(await told(one, text)).to.deep.equal([401, bad]);
        }
      });
      it("beside a plain challenge for the other kind", async () =>
        expect(await told(await api({ product: "pro" }), "x")).to.deep.equal([401, `${bad}, ${KEY}`]));
      it("for two tokens in two fields", async () => {
        const one = await api({ product: "starter" });
        const fields = [`authorization: Bearer ${await token()}`, `authorization: Bearer ${await token()}`];
        const answer = await rawRequest(one.port, "/", ...fields);
        expect([answer.status, answer.headers["www-authenticate"]]).to.deep.equal([401, bad]);
        expect(one.events.at(-1)).to.include({ code: "token_repeated" });
      });
    });

    // RFC 6750 §3.1: scope says what the route needs. An app role is asked for like a scope.
    describe("403 insufficient_scope", () => {
      const app = { roles: [] };
      const user = { sub: "adele", scope: "none" };
      const cases: readonly (readonly [string, AnyRule, object, needs: string])[] = [
        ["the product's role", { product: "starter" }, app, "Product.Starter.All"],
        ["the role of the token's own product", { product: ["starter", "pro"] }, app, "Product.Starter.All"],
        [
          "the product's role and another",
          { product: "starter", roles: ["Export"] },
          app,
          "Product.Starter.All Export",
        ],
        [
          "one of two roles",
          { product: "starter", roles: { any: ["A", "B"] } },
          app,
          "Product.Starter.All A B",
        ],
        ["a scope", { product: "starter", scopes: ["Orders.Read"] }, user, "Orders.Read"],
        [
          "two scopes",
          { scopes: { all: ["Orders.Read", "Orders.Write"] } },
          user,
          "Orders.Read Orders.Write",
        ],
        [
          "one of two scopes",
          { scopes: { any: ["Orders.Read", "Orders.Write"] } },
          user,
          "Orders.Read Orders.Write",
        ],
        ["a scope and a role", { scopes: ["Orders.Read"], roles: ["Admin"] }, user, "Orders.Read Admin"],
      ];
      for (const [what, rule, claims, needs] of cases) {
        it(`names ${what}`, async () =>
          expect(await told(await api(rule), await token(claims))).to.deep.equal([
            403,
            `${RIGHTS}, scope="${needs}"`,
          ]));
      }
      it("is the same when only the second right is missing", async () => {
        const rule = { product: "starter", roles: ["Export"] };
        const needs = `${RIGHTS}, scope="Product.Starter.All Export"`;
        expect(await told(await api(rule), await token())).to.deep.equal([403, needs]);
      });
      it("names no scope when none would help: clients, claims", async () => {
        const starter = { displayName: "Starter", audience: AUDIENCE };
        const clients = { products: { starter: { ...starter, clients: ["x"] } } };
        const claims = { products: { starter: { ...starter, requiredClaims: [{ name: "x" }] } } };
        for (const more of [clients, claims]) {
          expect(await told(await api({ product: "starter" }, more), await token())).to.deep.equal([
            403,
            RIGHTS,
          ]);
        }
      });
      it("speaks of tokens alone where keys would do too: this caller has a token", async () => {
        const one = await api({ product: "pro" });
        const text = await token({ aud: "urn:pro", roles: [] });
        expect(await told(one, text)).to.deep.equal([403, `${RIGHTS}, scope="Product.Pro.All"`]);
      });
    });

    // RFC 9110 §5.6.4, §11.2: quoted strings; nothing from a name may end one, or the line.
    describe("quoting", () => {
      const cases: readonly (readonly [role: string, written: string])[] = [
        ['Say"hi"', 'Say\\"hi\\"'],
        ["back\\slash", "back\\\\slash"],
        ["Bestellungen.Ändern", "Bestellungen.?ndern"],
        ["a,b=c;d", "a,b=c;d"],
        ["nul\u0000del\u007f", "nul?del?"],
      ];
      for (const [role, written] of cases) {
        it(JSON.stringify(role), async () => {
          const products = { starter: { displayName: "Starter", audience: AUDIENCE, role } };
          const one = await api({ product: "starter" }, { products });
          expect(await told(one, await token())).to.deep.equal([403, `${RIGHTS}, scope="${written}"`]);
          expect(await told(one, await token({ roles: [role] }))).to.deep.equal([200, undefined]);
        });
      }
      it("a Host that tries to end the string", async () => {
        const one = await api({ product: "batch" });
        const answer = await one.get("/").set("host", 'x",name="y');
        expect(challengeOf(answer)).to.equal(
          'AzureApiManagementKey realm="https://x\\",name=\\"y/",name="Ocp-Apim-Subscription-Key",type="header"',
        );
      });
      it("challenges are lines of their own, Bearer first", async () => {
        const one = await api({ product: "pro" });
        const { fields } = await rawRequest(one.port, "/");
        const lines = fields
          .filter(([name]) => name === "www-authenticate")
          .map(([, value]) => value.split(" ")[0]);
        expect(lines).to.deep.equal(["Bearer", "AzureApiManagementKey"]);
      });
    });
  });
}
