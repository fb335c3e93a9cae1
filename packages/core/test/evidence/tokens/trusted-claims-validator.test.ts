import { expect } from "chai";
import { TrustedClaimsValidator } from "#src/evidence/tokens/trusted-claims-validator.js";
import { claims } from "./issuers/claims-of.js";
import { CLIENT, PRO_ID } from "../../ids.js";
import { viewOf } from "../../request/view-of.js";
import { DAY, OTHER_TENANT, V1, V2, entraSettings } from "./issuers/entra-of.js";
import { part } from "./signer.js";

const V1_CLAIMS = { aud: `api://${PRO_ID}`, azp: undefined, appid: CLIENT };

/** Checks by somebody who has verified no claims at all. */
const vouched = () =>
  new TrustedClaimsValidator(
    {
      issuers: {
        entra: entraSettings(),
        openId: [],
        decryptionKeys: [],
        names: [V2()],
        audiences: [],
        ownKeys: new Map(),
      },
      keyTimes: { refreshInterval: DAY, unknownKeyInterval: DAY, lastKnownGood: DAY },
      fetchTimeout: 1_000,
      tokenCacheSize: 10,
      tokenCacheBytes: 1024 * 1024,
      fetch: () => Promise.reject(new Error("nobody is asked")),
      clock: () => 0,
    },
    () => undefined,
  );

describe("TrustedClaimsValidator: what each check wanted and found", () => {
  const NOT_VERIFIED = { code: "token_signature", expected: "the application to have verified these claims" };
  const cases = [
    [
      "another algorithm",
      { alg: "PS256" },
      {},
      { code: "token_algorithm", expected: "alg RS256", actual: "PS256" },
    ],
    [
      "a v2 issuer that the options do not name",
      {},
      { iss: V2(OTHER_TENANT) },
      {
        code: "token_issuer",
        expected: "iss of a tenant named in the options",
        actual: V2(OTHER_TENANT),
      },
    ],
    [
      "a v1 issuer of another tenant",
      {},
      { ver: "1.0", iss: V1(OTHER_TENANT) },
      { code: "token_issuer", actual: V1(OTHER_TENANT) },
    ],
    [
      "another audience",
      {},
      { aud: "other" },
      { code: "token_audience", expected: "the audience of a product", actual: "other" },
    ],
    ["claims that cannot be read", {}, { exp: "soon" }, { code: "token_claims" }],
    ["claims that nobody has verified", {}, {}, NOT_VERIFIED],
    ["v1 claims that nobody has verified", {}, { ver: "1.0", iss: V1(), ...V1_CLAIMS }, NOT_VERIFIED],
  ] as const;
  for (const [what, header, over, finding] of cases) {
    it(what, () => {
      const input = `${part({ typ: "JWT", alg: "RS256", kid: "k1", ...header })}.${part(claims(over))}`;
      const found = vouched().verify(`${input}.AAAA`, 0, viewOf());
      expect(found).to.include({ kind: "bad", rules: "entra", ...finding });
    });
  }
  it("no token", () => {
    const found = vouched().verify("a.b", 0, viewOf());
    expect(found).to.deep.equal({
      kind: "bad",
      code: "token_malformed",
      expected: "three parts",
      rules: "entra",
    });
  });
});
