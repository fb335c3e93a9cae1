import { expect } from "chai";
import type { IssuerOptions, ProductOptions, RefusalCode } from "@product-auth/core";
import { AUDIENCE, openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import { tellAccess } from "../../support/issuer-api.js";
import type { Suite } from "../../suite.js";

const ISSUER = "https://issuer.example";
const now = () => Math.floor(Date.now() / 1000);

export function openidClaims({ describe, it, before, after, issuerApis }: Suite): void {
  describe("tokens of an OpenID issuer", () => {
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
    const api = (issuer: IssuerOptions = {}, product: ProductOptions = {}, more: object = {}) =>
      start(
        {
          issuers: [{ ...place, ...issuer }],
          products: { starter: { displayName: "Starter", audience: AUDIENCE, ...product } },
          fetch: world.fetch,
          ...more,
        },
        (app, auth) => {
          app.get("/orders", auth.requireProduct("starter"), tellAccess);
          app.get("/read", auth.requireScope("read"), tellAccess);
        },
      );
    const token = (claims: object = {}, header?: Record<string, unknown>) =>
      key.sign(openIdClaims(ISSUER, claims), header);

    // RFC 7519 §4.1.3: a text or a list.
    describe("aud", () => {
      const several = ["https://orders.example", "urn:orders"];
      const cases: readonly (readonly [string, aud: unknown, admitted: boolean])[] = [
        ["one of the product's, as a text", "urn:orders", true],
        ["one of the product's, in a list", ["urn:other", "https://orders.example"], true],
        ["none of the product's", "urn:other", false],
        ["none of the product's, in a list", ["urn:other"], false],
        ["an empty list", [], false],
        ["a list with something that is no text", ["urn:orders", 7], false],
        ["in other letters", "URN:orders", false],
        ["with a slash behind", "https://orders.example/", false],
        ["absent", undefined, false],
      ];
      for (const [what, aud, good] of cases) {
        it(`${what}: ${good ? 200 : 401}`, async () => {
          const two = await api({}, { audience: several });
          if (good) await two.admits(token({ aud }));
          else await two.refuses(token({ aud }), badToken, "token_audience");
        });
      }
      it("api:// and an application id are not alike here: only Entra's are", async () =>
        void (await (await api()).refuses(token({ aud: AUDIENCE.slice(6) }), badToken, "token_audience")));
    });

    describe("time", () => {
      // Made when the test runs: a slow machine must not let the moment pass.
      const cases: readonly (readonly [string, () => object, RefusalCode | undefined, more?: object])[] = [
        ["exp within the tolerance of 300 s", () => ({ exp: now() - 240 }), undefined],
        ["exp beyond it", () => ({ exp: now() - 360 }), "token_expired"],
        ["nbf within the tolerance", () => ({ nbf: now() + 240 }), undefined],
        ["nbf beyond it", () => ({ nbf: now() + 360 }), "token_not_yet_valid"],
        ["iat beyond it", () => ({ iat: now() + 360 }), "token_not_yet_valid"],
        [
          "clockTolerance 0: exp in the past",
          () => ({ exp: now() - 2 }),
          "token_expired",
          { clockTolerance: 0 },
        ],
        [
          "clockTolerance 600: exp in the past",
          () => ({ exp: now() - 540 }),
          undefined,
          { clockTolerance: 600 },
        ],
        ["neither iat nor nbf", () => ({ iat: undefined }), undefined],
        ["no exp", () => ({ exp: undefined }), "token_claims"],
        ["exp as a text", () => ({ exp: "4102444800" }), "token_claims"],
        ["exp null", () => ({ exp: null }), "token_claims"],
        ["a fraction of a second", () => ({ exp: now() + 60.5 }), undefined],
      ];
      for (const [what, claims, code, more] of cases) {
        it(`${what}: ${code ?? 200}`, async () => {
          const one = await api({}, {}, more);
          if (code === undefined) await one.admits(token(claims()));
          else await one.refuses(token(claims()), badToken, code);
        });
      }
      it("requireExpirationTime: false admits no exp, but no exp of another shape or in the past", async () => {
        const lenient = await api({ requireExpirationTime: false });
        expect((await lenient.admits(token({ exp: undefined }))).token).to.not.have.property("expiresAt");
        await lenient.refuses(token({ exp: "never" }), badToken, "token_claims");
        await lenient.refuses(token({ exp: now() - 360 }), badToken, "token_expired");
      });
    });

    // RFC 9068 §4 and RFC 8725 §3.11: another typ is another kind of token.
    describe("typ", () => {
      for (const typ of ["at+jwt", "AT+JWT", "application/at+jwt", "JWT", "jwt", undefined]) {
        it(`${typ ?? "none"}: 200`, async () => void (await (await api()).admits(token({}, { typ }))));
      }
      for (const typ of ["logout+jwt", "secevent+jwt", "dpop+jwt", "id_token", "", 7, ["JWT"]]) {
        it(`${JSON.stringify(typ)}: 401`, async () =>
          void (await (await api()).refuses(token({}, { typ }), badToken, "token_header")));
      }
    });

    it("sender-constrained tokens are no bearer tokens (RFC 7800 cnf)", async () =>
      void (await (await api()).refuses(token({ cnf: { jkt: "x" } }), badToken, "token_claims")));
  });
}
