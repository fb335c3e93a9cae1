import { expect } from "chai";
import { startEntra, type Entra } from "@product-auth/emulator";
import { badToken } from "../../support/refused.js";
import { tellAccess } from "../../support/issuer-api.js";
import type { Suite } from "../../suite.js";
import type { WrittenAuth } from "../../written-auth.js";
import type { WrittenRoutes } from "../../written-routes.js";

function routes(app: WrittenRoutes, auth: WrittenAuth): void {
  app.get("/orders", auth.requireProduct("starter"), tellAccess);
  app.get("/marked", auth.requireProduct("marked"), tellAccess);
  app.get("/read", auth.requireScope("Orders.Read"), tellAccess);
}

export function entraClaims({ describe, it, before, after, issuerApis }: Suite): void {
  // What Entra's tokens say besides issuer and audience ("Access token claims reference", Microsoft Entra).
  describe("claims of Entra's tokens", () => {
    const start = issuerApis();
    let entra: Entra;

    before(async () => {
      entra = await startEntra({
        products: { starter: { scopes: ["Orders.Read"] }, marked: { idtyp: true, scopes: ["Orders.Read"] } },
        clients: { contoso: { products: ["starter", "marked"] } },
      });
    });
    after(() => entra.close());

    const api = (more: object = {}) => {
      const options = {
        tenantId: entra.tenantId,
        authorityHost: entra.origin,
        products: products(),
        ...more,
      };
      return start(options, routes);
    };
    const products = () => ({
      starter: { displayName: "Starter", audience: entra.products["starter"]!.audience },
      marked: { displayName: "Marked", audience: entra.products["marked"]!.audience },
    });
    const token = (wish: Partial<Parameters<Entra["tokenFor"]>[0]> = {}) =>
      entra.tokenFor({ client: "contoso", product: "starter", ...wish });
    const carrying = (claims: object) => token({ claims: { ...claims } });

    describe("tokenVersions", () => {
      it('["2.0"]: version 1 tokens are refused, and their documents never asked for', async () => {
        const strict = await api({ tokenVersions: ["2.0"] });
        entra.requests.clear();
        await strict.admits(token({ version: 2 }));
        const event = await strict.refuses(token({ version: 1 }), badToken, "token_version");
        expect(event).to.include({ expected: "ver 2.0", actual: "1.0" });
        expect(event.hint).to.contain("requestedAccessTokenVersion");
        expect(entra.requests.list().map(({ path }) => path)).to.deep.equal([
          `/${entra.tenantId}/v2.0/.well-known/openid-configuration`,
          `/${entra.tenantId}/discovery/v2.0/keys`,
        ]);
      });
      it('["1.0"]: version 2 tokens are refused', async () => {
        const old = await api({ tokenVersions: ["1.0"] });
        await old.admits(token({ version: 1 }));
        const event = await old.refuses(token({ version: 2 }), badToken, "token_version");
        expect(event).to.include({ expected: "ver 1.0", actual: "2.0" });
      });
      for (const ver of [2, "2", "3.0", ["2.0"], ""]) {
        it(`ver ${JSON.stringify(ver)} is refused`, async () =>
          void (await (await api()).refuses(carrying({ ver }), badToken, "token_version")));
      }
    });

    describe("requireIdtyp", () => {
      it("admits tokens that carry idtyp, of applications and of users", async () => {
        const strict = await api({ requireIdtyp: true });
        await strict.admits(token({ product: "marked" }), "/marked");
        const user = token({ product: "marked", delegated: { scopes: ["Orders.Read"] } });
        expect((await strict.admits(user, "/read")).token?.caller).to.equal("delegated");
      });
      it("refuses tokens without it, of applications and of users", async () => {
        const strict = await api({ requireIdtyp: true });
        const event = await strict.refuses(token(), badToken, "token_kind");
        expect(event).to.include({ expected: "an app-only token", actual: "unknown" });
        expect(event.hint).to.contain("idtyp");
        await strict.refuses(token({ delegated: true }), badToken, "token_kind", "/read");
      });
      it("is off by default: oid and sub tell an application", async () => {
        const lenient = await api();
        await lenient.admits(token());
        await lenient.refuses(carrying({ sub: entra.tenantId }), badToken, "token_kind");
      });
      for (const idtyp of ["device", "App", "", ["app"], true]) {
        it(`idtyp ${JSON.stringify(idtyp)} is neither and refused`, async () =>
          void (await (await api()).refuses(carrying({ idtyp }), badToken, "token_claims")));
      }
    });

    // "Configure group claims for applications", Microsoft Entra: above 200 groups a link takes their place.
    describe("groups are data for handlers", () => {
      const overage = {
        _claim_names: { groups: "src1" },
        _claim_sources: { src1: { endpoint: "https://x" } },
      };
      const cases: readonly (readonly [string, object, unknown])[] = [
        ["a list is passed on", { groups: ["g-1", "g-2"] }, ["g-1", "g-2"]],
        ["none are absent, not empty", {}, undefined],
        ['overage is "unknown"', overage, "unknown"],
        ['hasgroups is "unknown"', { hasgroups: true }, "unknown"],
        ["a link for other claims says nothing of groups", { _claim_names: { wids: "src1" } }, undefined],
        ["a claim that is no list of texts is empty", { groups: "g-1" }, []],
      ];
      for (const [what, claims, groups] of cases) {
        it(what, async () =>
          expect((await (await api()).admits(carrying(claims))).token?.groups).to.deep.equal(groups),
        );
      }
      it("no link is ever followed", async () => {
        const link = { ...overage, _claim_sources: { src1: { endpoint: `${entra.origin}/groups` } } };
        await (await api()).admits(carrying(link));
        expect(entra.requests.list().map(({ path }) => path)).to.not.include("/groups");
      });
    });
  });
}
