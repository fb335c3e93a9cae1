import { lacks } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

export function headers({ describe, it, entraWorld }: Suite): void {
  describe("the header of a token (RFC 7515 §4)", () => {
    const entra = entraWorld();

    describe("401 token_header: an extension that nobody here understands (RFC 7515 §4.1.11; CVE-2026-35042)", () => {
      for (const header of [
        { crit: ["urn:example:unknown"], "urn:example:unknown": true },
        { crit: ["urn:example:unknown"] },
        ...[
          { crit: [] },
          { crit: ["exp", "exp"], exp: 1 },
          { crit: ["alg"] },
          { crit: ["kid"] },
          { crit: ["typ"] },
        ],
        ...[
          { crit: "alg" },
          { crit: "" },
          { crit: null },
          { crit: true },
          { crit: {} },
          { crit: [null] },
          { crit: [[]] },
        ],
        ...[
          { crit: ["b64"], b64: false },
          { crit: ["b64"], b64: true },
          { b64: false },
          { b64: true },
          { b64: "false" },
        ],
        ...[{ zip: "DEF" }, { enc: "A256GCM" }, { crit: ["__proto__"] }, { crit: ["constructor"] }],
      ])
        it(JSON.stringify(header), () => entra.refuses(entra.token({}, header), "token_header"));
    });

    describe("401 token_header: another type of token (RFC 8725 §3.11)", () => {
      for (const typ of ["at+jwt", "JOSE", "JWE", "id_token", "JWT ", "", 1, null, ["JWT"], true])
        it(JSON.stringify(typ), () => entra.refuses(entra.token({}, { typ }), "token_header"));
    });

    it("401 token_foreign_resource: a nonce, as in tokens that Microsoft Graph alone can check", () =>
      entra.refuses(entra.token({}, { nonce: "AAAA" }), "token_foreign_resource"));

    describe("a name twice: the last one counts, for reading and for checking alike (RFC 7515 §4)", () => {
      const text = (members: readonly string[]) => `{${['"kid":"good"', ...members].join()}}`;
      for (const [members, code] of [
        [['"alg":"RS256"', '"alg":"none"'], "token_algorithm"],
        [['"alg":"RS256"', '"\\u0061lg":"HS256"'], "token_algorithm"],
        [['"alg":"RS256"', '"typ":"JWT"', '"typ":"JOSE"'], "token_header"],
        [['"alg":"RS256"', '"kid":"other"'], "token_unknown_key"],
      ] as const)
        it(`401 ${members.join()}`, () => entra.refuses(entra.token({}, text(members)), code));
      it('200 "alg":"none","alg":"RS256"', () =>
        entra.admits(entra.token({}, text(['"alg":"none"', '"alg":"RS256"']))));

      const twice = (member: string) => JSON.stringify(entra.claims()).replace(/}$/, `,${member}}`);
      it("403 roles", () =>
        entra.refuses(
          entra.token(twice('"roles":["Reader"]')),
          "role_missing",
          lacks("Product.Starter.All"),
        ));
      it("401 aud", () => entra.refuses(entra.token(twice('"aud":"other"')), "token_audience"));
      it("200 aud, the right one last", () =>
        entra.admits(entra.token(JSON.stringify(entra.claims()).replace("{", '{"aud":"other",'))));
    });

    for (const typ of ["JWT", "jwt", "Jwt", undefined])
      it(`200 typ ${typ}`, () => entra.admits(entra.token({}, { typ })));
    it("200 members that say nothing here", () =>
      entra.admits(entra.token({}, { x5t: "AAAA", cty: "JWT", "": 1, ["__proto__"]: { crit: ["a"] } })));
  });
}
