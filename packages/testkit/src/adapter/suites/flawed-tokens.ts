import { expect } from "chai";
import type { Entra, FlawedToken } from "@product-auth/emulator";
import { tell, type Api } from "../support/api.js";
import { badToken, expectRefused, lacks } from "../support/refused.js";
import type { Suite } from "../suite.js";

/** A caller learns one thing about all of these; operators learn which check failed. */
const NOT_GENUINE: Partial<Record<keyof Entra["flawed"], string>> = {
  garbage: "token_malformed",
  algNone: "token_malformed", // the empty signature is found before the header is read
  tooLong: "token_too_long",
  hs256WithPublicKey: "token_algorithm",
  ps256: "token_algorithm",
  noKid: "token_header",
  critHeader: "token_header",
  graphToken: "token_foreign_resource",
  noVer: "token_version",
  noTid: "token_tenant",
  wrongTenant: "token_tenant",
  wrongIssuer: "token_issuer",
  otherTenantIssuer: "token_issuer",
  v1IssuerInV2: "token_issuer",
  wrongAudience: "token_audience",
  arrayAudience: "token_audience",
  noAudience: "token_audience",
  idToken: "token_audience",
  unknownKid: "token_unknown_key",
  wrongSignature: "token_signature",
  tamperedPayload: "token_signature",
  foreignKey: "token_signature",
  noExpiry: "token_claims",
  contradictoryKind: "token_claims",
  idTypDevice: "token_claims",
  expired: "token_expired",
  notYetValid: "token_not_yet_valid",
  noClient: "token_client",
  delegated: "token_kind",
};

/** Genuine, but without the product's role. */
const WITHOUT_ROLE: Partial<Record<keyof Entra["flawed"], string>> = {
  noRoles: "role_missing",
  otherRole: "role_missing",
  roleWrongCase: "role_missing",
};

export function flawedTokens({ describe, it, before, apiStarter, sharedEntra }: Suite): void {
  describe("flawed tokens", () => {
    const start = apiStarter();
    let api: Api;
    let handled = 0;

    before(async () => {
      const routes: Parameters<typeof start>[0] = (app, auth) => {
        for (const product of ["starter", "classic"] as const) {
          app.get(`/${product}`, auth.requireProduct(product), (exchange) => {
            handled += 1;
            return tell(exchange);
          });
        }
      };
      // Node answers 431 before anybody sees a header above 16 KiB; this API takes larger ones.
      api = await start(routes, {}, { maxHeaderSize: 64 * 1024 });
    });

    for (const product of ["starter", "classic"] as const) {
      const version = product === "starter" ? 2 : 1;
      const role = product === "starter" ? "Product.Starter.All" : "Product.Classic.All";

      /** The answer to such a token, and the code that operators see. */
      async function answerTo(make: FlawedToken) {
        handled = 0;
        api.events.length = 0;
        const answer = await api.get(`/${product}`).auth(await make({ product }), { type: "bearer" });
        const codes = api.events.map(({ code }) => code);
        expect(handled, "requests that reached the handler").to.equal(0);
        return { answer, codes };
      }

      describe(`401 for a version ${version} token that is`, () => {
        for (const [flaw, code] of Object.entries(NOT_GENUINE)) {
          it(`${flaw}: ${code}`, async () => {
            const { answer, codes } = await answerTo(api.entra.flawed[flaw as keyof Entra["flawed"]]);
            expectRefused(answer, badToken);
            expect(codes).to.deep.equal([code]);
          });
        }
      });

      describe(`403 for a version ${version} token with`, () => {
        for (const [flaw, code] of Object.entries(WITHOUT_ROLE)) {
          it(`${flaw}: ${code}`, async () => {
            const { answer, codes } = await answerTo(api.entra.flawed[flaw as keyof Entra["flawed"]]);
            expectRefused(answer, lacks(role));
            expect(codes).to.deep.equal([code]);
          });
        }
      });

      it(`200 for a version ${version} token without a flaw`, async () => {
        const token = await api.entra.tokenFor({ client: "contoso", product });
        await api.get(`/${product}`).auth(token, { type: "bearer" }).expect(200);
      });
    }
  });

  describe("flawed tokens", () => {
    it("are all in these tables", async () => {
      const { flawed } = await sharedEntra();
      expect([...Object.keys(NOT_GENUINE), ...Object.keys(WITHOUT_ROLE)]).to.have.members(
        Object.keys(flawed),
      );
    });
  });
}
