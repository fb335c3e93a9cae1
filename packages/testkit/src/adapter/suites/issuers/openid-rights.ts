import { expect } from "chai";
import type { IssuerOptions, ProductOptions, TokenClaims } from "@product-auth/core";
import { AUDIENCE, openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken, lacks, notPermitted } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import { tellAccess } from "../../support/issuer-api.js";
import type { Suite } from "../../suite.js";

const ISSUER = "https://issuer.example";

export function openidRights({ describe, it, before, after, issuerApis }: Suite): void {
  describe("rights in tokens of an OpenID issuer", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let key: Signer;
    before(async () => {
      world = await startIssuerServer();
      key = await signer("key-one");
      world.documents.set("https://issuer.example/keys", { keys: [key.jwk] });
    });
    after(() => world.close());

    const place = { issuer: ISSUER, jwksUri: "https://issuer.example/keys" };
    const api = (issuer: IssuerOptions = {}, product: ProductOptions = {}) =>
      start(
        {
          issuers: [{ ...place, ...issuer }],
          products: { starter: { displayName: "Starter", audience: AUDIENCE, ...product } },
          fetch: world.fetch,
        },
        (app, auth) => {
          app.get("/orders", auth.requireProduct("starter"), tellAccess);
          app.get("/read", auth.requireScope("read"), tellAccess);
        },
      );
    const token = (claims: object = {}) => key.sign(openIdClaims(ISSUER, claims));

    describe("rolesClaim", () => {
      const cases: readonly (readonly [string, IssuerOptions, good: object, bad: object])[] = [
        ["roles by default", {}, { roles: ["Product.Starter.All"] }, { roles: undefined }],
        ["a text with spaces", {}, { roles: "x Product.Starter.All" }, { roles: "Product.Starter.All,x" }],
        [
          "another claim, a list",
          { rolesClaim: "permissions" },
          { roles: [], permissions: ["Product.Starter.All"] },
          { permissions: ["x"] },
        ],
        [
          "another claim, a text",
          { rolesClaim: "scp" },
          { roles: [], scp: "x Product.Starter.All" },
          { scp: "product.starter.all" },
        ],
        [
          "no list of texts",
          {},
          { roles: ["Product.Starter.All", "x"] },
          { roles: ["Product.Starter.All", 7] },
        ],
        [
          "a name with dots is one name",
          { rolesClaim: "https://orders.example/roles" },
          { "https://orders.example/roles": ["Product.Starter.All"] },
          { https: { roles: ["Product.Starter.All"] } },
        ],
        [
          "a path",
          { rolesClaim: ["realm_access", "roles"] },
          { roles: [], realm_access: { roles: ["x", "Product.Starter.All"] } },
          {
            "realm_access.roles": ["Product.Starter.All"],
            realm_access: [{ roles: ["Product.Starter.All"] }],
          },
        ],
        [
          "a path, as a name with dots",
          { rolesClaim: "realm_access.roles" },
          { roles: [], realm_access: { roles: ["Product.Starter.All"] } },
          { "realm_access.roles": [], realm_access: { roles: ["Product.Starter.All"] } },
        ],
        [
          "the members of an object",
          { rolesClaim: { membersOf: "urn:roles" } },
          { roles: [], "urn:roles": { "Product.Starter.All": { "123": "orders.example" } } },
          { "urn:roles": { "Product.Starter.All": false, x: true } },
        ],
        [
          "a function",
          {
            rolesClaim: ({ groups }) => (Array.isArray(groups) ? groups.map((one) => `Product.${one}`) : []),
          },
          { roles: [], groups: ["Starter.All"] },
          { groups: { 0: "Starter.All" } },
        ],
      ];
      for (const [what, issuer, good, bad] of cases) {
        it(what, async () => {
          const one = await api(issuer);
          await one.admits(token(good));
          await one.refuses(token(bad), lacks("Product.Starter.All"), "role_missing");
        });
      }
    });

    // Never a 500 and never an admission, whatever an application's function does.
    describe("a function that fails", () => {
      const failing: Readonly<Record<string, () => unknown>> = {
        throws: () => {
          throw new Error("a bug in rolesClaim");
        },
        "returns a promise": () => Promise.resolve(["Product.Starter.All"]),
        "returns a rejected promise": () => Promise.reject(new Error("a bug in rolesClaim")),
        "returns a list with a number": () => ["Product.Starter.All", 7],
      };
      for (const [what, fails] of Object.entries(failing)) {
        it(`${what}: 401, and an event`, async () => {
          for (const option of ["rolesClaim", "scopesClaim", "clientClaim"] as const) {
            const one = await api({ [option]: fails });
            const event = await one.refuses(token(), badToken, "token_claims");
            expect(event.expected).to.contain(`from the function ${option}`);
            expect(JSON.stringify(event)).to.not.contain("a bug in");
          }
        });
      }
    });

    describe("audienceClaim", () => {
      const access = { aud: undefined, client_id: AUDIENCE, sub: AUDIENCE, token_use: "access" };
      const cognito = { audienceClaim: "client_id" };
      const product = { requiredClaims: [{ name: "token_use", values: ["access"] }] };
      it("stands for aud in tokens without it", async () => {
        const one = await api(cognito, product);
        expect((await one.admits(token(access))).client).to.deep.equal({ id: AUDIENCE });
        await one.refuses(token({ ...access, client_id: "x", sub: "x" }), badToken, "token_audience");
      });
      it("an ID token, and a token for another API, are refused", async () => {
        const one = await api(cognito, product);
        for (const aud of [AUDIENCE, [AUDIENCE], "https://other.example", null])
          await one.refuses(token({ ...access, aud }), badToken, "token_audience");
        await one.refuses(token({ ...access, token_use: "id" }), notPermitted, "claim_missing");
      });
      it("without it, a token without aud is refused", async () => {
        const event = await (await api()).refuses(token(access), badToken, "token_audience");
        expect(event.hint).to.contain("audienceClaim");
      });
    });

    describe("scopesClaim", () => {
      const user = { sub: "adele" };
      const cases: readonly (readonly [string, IssuerOptions, good: object, bad: object])[] = [
        ["scope by default (RFC 9068 §2.2.3)", {}, { scope: "openid read" }, { scope: "reader" }],
        ["scope as a list", {}, { scope: ["read"] }, { scope: ["openid read"] }],
        ["another claim, a text", { scopesClaim: "scp" }, { scp: "read" }, { scope: "read" }],
        ["another claim, a list", { scopesClaim: "scp" }, { scp: ["x", "read"] }, { scp: [] }],
        ["a path", { scopesClaim: ["a", "scp"] }, { a: { scp: "x read" } }, { scope: "read" }],
        ["a function", { scopesClaim: ({ scp }) => `${String(scp)}` }, { scp: "read" }, { scope: "read" }],
        ["separated by spaces only", {}, { scope: "  x  read " }, { scope: "x\tread" }],
      ];
      for (const [what, issuer, good, bad] of cases) {
        it(what, async () => {
          const one = await api(issuer);
          await one.admits(token({ ...user, ...good }), "/read");
          await one.refuses(token({ ...user, ...bad }), lacks("read"), "scope_missing", "/read");
        });
      }
    });

    describe("who calls", () => {
      const byGrant = (claims: TokenClaims) =>
        claims["gty"] === "client-credentials"
          ? "app-only"
          : claims["gty"] === undefined
            ? "unknown"
            : "delegated";
      const fails = (): never => {
        throw new Error("a bug in callerOf");
      };
      const app = { sub: "orders-batch" };
      const cases: readonly (readonly [string, IssuerOptions, claims: object, client?: string])[] = [
        ["client_id that is sub (RFC 9068 §2.2)", {}, app, "orders-batch"],
        [
          "azp that is sub, without client_id",
          {},
          { ...app, client_id: undefined, azp: app.sub },
          "orders-batch",
        ],
        ["another sub", {}, { sub: "adele" }],
        ["no client", {}, { client_id: undefined }],
        ["no sub", {}, { sub: undefined }],
        ["client_id goes before azp", {}, { azp: "orders-batch", client_id: "x" }],
        ["clientClaim", { clientClaim: "cid" }, { sub: "c-1", cid: "c-1" }, "c-1"],
        ["clientClaim without that claim", { clientClaim: "cid" }, app],
        ["clientClaim that is no text", { clientClaim: "cid" }, { ...app, cid: ["orders-batch"] }],
        [
          "callerOf says an application",
          { callerOf: byGrant },
          { sub: "x", gty: "client-credentials" },
          app.sub,
        ],
        ["callerOf says a user", { callerOf: byGrant }, { ...app, gty: "password" }],
        ["callerOf cannot tell", { callerOf: byGrant }, app],
        ["callerOf throws", { callerOf: fails }, app],
        ["callerOf returns a promise", { callerOf: (() => Promise.resolve("app-only")) as never }, app],
        [
          "callerOf returns a rejected promise",
          { callerOf: (() => Promise.reject(new Error("x"))) as never },
          app,
        ],
        ["clientClaim is a path", { clientClaim: ["act", "id"] }, { sub: "c-1", act: { id: "c-1" } }, "c-1"],
        [
          "clientClaim is a function",
          { clientClaim: ({ cid }) => String(cid) },
          { sub: "c-1", cid: "c-1" },
          "c-1",
        ],
        ["clientClaim is a function that finds none", { clientClaim: () => undefined }, app],
      ];
      for (const [what, issuer, claims, client] of cases) {
        it(`${what}: ${client === undefined ? 401 : 200}`, async () => {
          const one = await api(issuer);
          if (client === undefined) await one.refuses(token(claims), badToken, "token_kind");
          else expect((await one.admits(token(claims))).client).to.deep.equal({ id: client });
        });
      }
      it("callerOf is asked once about a token, only when its signature holds, and cannot change it", async () => {
        const asked: TokenClaims[] = [];
        const one = await api({ callerOf: (claims) => (asked.push(claims), "app-only") });
        const good = await token();
        await one.refuses(good.replace(/.{4}$/, "AAAA"), badToken, "token_signature");
        expect(asked).to.deep.equal([]);
        for (let i = 0; i < 3; i++) await one.admits(good);
        expect(asked).to.have.length(1);
        expect(Object.isFrozen(asked[0]) && Object.isFrozen(asked[0]!["roles"])).to.equal(true);
      });
      it("clients lists their ids, whatever they look like", async () => {
        const one = await api({}, { clients: ["orders-batch"] });
        await one.admits(token());
        const other = token({ sub: "x", client_id: "x" });
        await one.refuses(other, notPermitted, "client_not_allowed");
      });
    });

    it("a claim nested deeper than a stack is no value, and no failure of the API", async () => {
      const claims = JSON.stringify(openIdClaims(ISSUER, { x: "@" }));
      const nested = claims.replace('"@"', "[".repeat(5000) + "]".repeat(5000));
      const one = await api({}, { requiredClaims: [{ name: "x", values: ["a"] }] });
      await one.refuses(key.sign(nested), notPermitted, "claim_missing");
    });
  });
}
