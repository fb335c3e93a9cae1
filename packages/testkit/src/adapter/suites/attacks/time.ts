import type { IssuerApi } from "../../support/issuer-api.js";
import { openIdClaims } from "../../support/issuer-claims.js";
import { rawSigner } from "../../support/raw-signer.js";
import { badToken } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

/** 2026-01-02T03:04:05Z: the clock of these APIs stands still. */
const NOW = 1_767_323_045;
const HOUR = 3600;

export function time({ describe, it, before, attacked, issuerApis, entraWorld }: Suite): void {
  describe("times that are none (NumericDate, RFC 7519 §2)", () => {
    const entra = entraWorld({ clock: () => NOW * 1000 });
    const times = { exp: NOW + HOUR, nbf: NOW - 60, iat: NOW - 60 };
    const written = (claim: string, text: string) =>
      entra.token(
        JSON.stringify(entra.claims({ ...times, [claim]: 0 })).replace(`"${claim}":0`, `"${claim}":${text}`),
      );

    for (const claim of ["exp", "nbf", "iat"]) {
      it(`401 ${claim} missing`, () =>
        entra.refuses(entra.token({ ...times, [claim]: undefined }), "token_claims"));
      for (const text of [
        ...[`"${NOW}"`, '"9999999999"', '""', '"NaN"', '"Infinity"', "null", "true", "[]", `[${NOW}]`, "{}"],
        ...["-1", "-0.5", "1e308", "-1e308", "1e999", "-1e999", "9007199254740993", `{"$gt":0}`],
      ])
        it(`401 ${claim} ${text}`, () => entra.refuses(written(claim, text), "token_claims"));
    }

    it("401 exp 0 and exp -0: long ago", async () => {
      await entra.refuses(written("exp", "0"), "token_expired");
      await entra.refuses(written("exp", "-0"), "token_expired");
    });
    it("401 nbf in milliseconds", () =>
      entra.refuses(entra.token({ ...times, nbf: NOW * 1000 }), "token_not_yet_valid"));
    it("200 fractions, exponents and the last second that can be counted", async () => {
      await entra.admits(written("exp", `${NOW + HOUR}.75`));
      await entra.admits(written("exp", "1.9e9"));
      await entra.admits(written("exp", "9007199254740991"));
      await entra.admits(written("nbf", "0"));
    });
  });

  describe("the edges of the tolerance", () => {
    const usual = attacked({ clock: () => NOW * 1000 });
    const none = attacked({ clock: () => NOW * 1000, clockTolerance: 0 });
    const times = (more: object) => ({ claims: { exp: NOW + HOUR, nbf: NOW - 60, iat: NOW - 60, ...more } });

    for (const [name, target, tolerance] of [
      ["300 s, as it is by default", usual, 300],
      ["none", none, 0],
    ] as const) {
      for (const [claims, code] of [
        [{ exp: NOW - tolerance }, "token_expired"],
        [{ exp: NOW - tolerance - HOUR }, "token_expired"],
        [{ nbf: NOW + tolerance + 1 }, "token_not_yet_valid"],
        [{ iat: NOW + tolerance + 1 }, "token_not_yet_valid"],
        [{ iat: NOW + tolerance + HOUR, nbf: NOW - HOUR }, "token_not_yet_valid"],
        [{ nbf: NOW + tolerance + 0.5 }, "token_not_yet_valid"],
        [{ exp: NOW - tolerance, nbf: NOW + tolerance + 1 }, "token_expired"],
      ] as const)
        it(`401 ${code}: tolerance ${name}, ${relative(claims)}`, async () =>
          target.refuses(await target.token(times(claims)), code));
      for (const claims of [
        { exp: NOW - tolerance + 1 },
        { exp: NOW - tolerance + 0.5 },
        { nbf: NOW + tolerance },
        { iat: NOW + tolerance },
      ])
        it(`200: tolerance ${name}, ${relative(claims)}`, async () =>
          target.admits(await target.token(times(claims))));
    }
  });

  describe("a clock that is broken admits nobody", () => {
    for (const [time, status] of [
      [NaN, 503],
      [Infinity, 503],
      [-Infinity, 503],
      [0, 401],
    ] as const) {
      const target = attacked({ clock: () => time });
      it(`${status} ${time}`, async () =>
        target.api
          .get("/starter")
          .auth(await target.token(), { type: "bearer" })
          .expect(status));
    }
  });

  describe("other issuers", () => {
    const start = issuerApis();
    const ISSUER = "https://issuer.example";
    let usual: IssuerApi;
    let lax: IssuerApi;
    let sign: (more: object) => string;

    before(async () => {
      const key = await rawSigner("good");
      sign = (more) => key.sign(openIdClaims(ISSUER, more));
      const publicKey = String(key.publicKey.export({ type: "spki", format: "pem" }));
      const issuer = { issuer: ISSUER, signingKeys: [{ publicKey }] };
      usual = await start({ issuers: [issuer] });
      lax = await start({ issuers: [{ ...issuer, requireExpirationTime: false }] });
    });

    it("401 without exp, unless the options say in so many words that it may be missing", async () => {
      await usual.refuses(sign({ exp: undefined }), badToken, "token_claims");
      await lax.admits(sign({ exp: undefined }));
      await lax.refuses(sign({ exp: "never" }), badToken, "token_claims");
      await lax.refuses(sign({ exp: 1 }), badToken, "token_expired");
    });
    for (const [claim, value, code] of [
      ["exp", "9999999999", "token_claims"],
      ["nbf", "0", "token_claims"],
      ["iat", null, "token_claims"],
      ["nbf", 9_999_999_999, "token_not_yet_valid"],
      ["iat", 9_999_999_999, "token_not_yet_valid"],
    ] as const)
      it(`401 ${code}: ${claim} ${JSON.stringify(value)}`, () =>
        usual.refuses(sign({ [claim]: value }), badToken, code));
  });
}

function relative(claims: object): string {
  const times = Object.entries(claims) as [string, number][];
  return times.map(([name, time]) => `${name} ${time - NOW} s from now`).join(", ");
}
