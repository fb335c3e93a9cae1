import { expect } from "chai";
import type { TokenEvidence } from "#src/evidence/evidence.js";
import { readKeySet } from "#src/evidence/tokens/keys/key-set.js";
import type { Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { TokenCache } from "#src/evidence/tokens/token-cache.js";
import { TokenVerifier } from "#src/evidence/tokens/token-verifier.js";
import { verifySignature } from "#src/evidence/tokens/keys/algorithms.js";
import { HeldKeys, openIdClaims, openIdOf } from "../issuers/openid-of.js";
import { signer } from "../signer.js";

const [rsa, other, ec] = [signer("k1", "RS256"), signer("k1", "RS256"), signer("k1")];
const algorithms = ["RS256", "PS256", "ES256"] as const;

/** What is found out about a token by a set of these keys, and how many signatures were checked. */
async function judged(
  keys: readonly object[],
  token: string,
): Promise<{ found: TokenEvidence; checks: number }> {
  let checks = 0;
  const counting: typeof verifySignature = (...given) => {
    checks += 1;
    return verifySignature(...given);
  };
  const snapshot: Snapshot = { keys: readKeySet(keys, { algorithms }), fetchedAt: 0 };
  const issuer = openIdOf(new HeldKeys(snapshot), { algorithms });
  const verifier = new TokenVerifier([issuer], new TokenCache(0), undefined, counting);
  return { found: await verifier.verify(token, 0), checks };
}
const outcome = async (keys: readonly object[], token: string) => {
  const { found, checks } = await judged(keys, token);
  expect(checks).to.be.most(1);
  return found.kind === "bad" ? found.code : found.kind;
};
const claims = openIdClaims();

describe("several keys under one kid (RFC 7517 §4.5): one signature check, by the key that fits", () => {
  const encryption = { ...other.jwk, use: "enc" };
  const cases: readonly (readonly [what: string, keys: readonly object[]])[] = [
    ["of two kinds", [rsa.jwk, ec.jwk]],
    [
      "for two algorithms",
      [
        { ...rsa.jwk, alg: "RS256" },
        { ...other.jwk, alg: "PS256" },
      ],
    ],
    ["one of them for encryption", [rsa.jwk, encryption]],
    [
      "one of them says what it is for",
      [
        { ...rsa.jwk, use: "sig" },
        { ...other.jwk, use: undefined },
      ],
    ],
    ["one of them names its algorithm", [{ ...rsa.jwk, alg: "RS256" }, other.jwk]],
    ["one of them unreadable", [rsa.jwk, { ...other.jwk, n: "" }]],
    ["the same key twice", [rsa.jwk, rsa.jwk]],
  ];
  for (const [what, keys] of cases) {
    it(what, async () => {
      for (const list of [keys, [...keys].reverse()])
        expect(await outcome(list, rsa.token(claims))).to.equal("good");
    });
  }
  it("each token by its own kind", async () => {
    for (const list of [
      [rsa.jwk, ec.jwk],
      [ec.jwk, rsa.jwk],
    ]) {
      expect(await outcome(list, ec.token(claims))).to.equal("good");
      expect(await outcome(list, other.token(claims))).to.equal("token_signature");
    }
  });
  it("of two that nothing tells apart the last one counts, and no second is tried", async () => {
    expect(await outcome([other.jwk, rsa.jwk], rsa.token(claims))).to.equal("good");
    expect(await outcome([rsa.jwk, other.jwk], rsa.token(claims))).to.equal("token_signature");
  });
  it("the thumbprint in the header tells them apart", async () => {
    const keys = [
      { ...rsa.jwk, x5t: "one" },
      { ...other.jwk, x5t: "two" },
    ];
    expect(await outcome(keys, rsa.token(claims, { x5t: "one" }))).to.equal("good");
    expect(await outcome(keys, other.token(claims, { x5t: "two" }))).to.equal("good");
    expect(await outcome(keys, rsa.token(claims, { x5t: "two" }))).to.equal("token_signature");
  });
});

describe("a token without kid: the one key that can be meant", () => {
  const anonymous = (by: typeof rsa, header: object = {}) => by.token(claims, { kid: undefined, ...header });
  const [a, b] = [
    { ...rsa.jwk, kid: "a" },
    { ...other.jwk, kid: "b" },
  ];
  it("by x5t or x5t#S256 (AD FS), by the kid of a key without x5t, whatever the other members", async () => {
    for (const [keys, header] of [
      [
        [
          { ...a, x5t: "one" },
          { ...b, x5t: "two" },
        ],
        { x5t: "one" },
      ],
      [
        [
          { ...a, "x5t#S256": "one" },
          { ...b, "x5t#S256": "two" },
        ],
        { "x5t#S256": "one" },
      ],
      [[a, b], { x5t: "a" }],
    ] as const)
      for (const list of [keys, [...keys].reverse()])
        expect(await outcome(list, anonymous(rsa, header))).to.equal("good");
  });
  it("by alg, when one key is for it", async () => {
    const keys = [
      { ...a, alg: "RS256" },
      { ...b, alg: "PS256" },
    ];
    expect(await outcome(keys, anonymous(rsa))).to.equal("good");
    expect(await outcome(keys, anonymous(other))).to.equal("token_signature");
  });
  it("one key that is published twice", async () => {
    expect(await outcome([a, { ...a, kid: "c" }], anonymous(rsa))).to.equal("good");
  });
  it("none, when several could be meant, or the thumbprint is of no kind that can be compared", async () => {
    for (const header of [{}, { x5t: "neither" }, { x5t: ["a"] }, { x5t: null }, { "x5t#S256": 1 }])
      expect(await outcome([a, b], anonymous(rsa, header))).to.equal("token_unknown_key");
  });
});

describe("a key that is published for another algorithm", () => {
  for (const [what, keys, published] of [
    ["named", [{ ...rsa.jwk, alg: "PS256" }], "PS256"],
    ["of another kind", [ec.jwk], "kind P-256"],
  ] as const) {
    it(`${what}: token_signature, and the operator reads for which`, async () => {
      const { found, checks } = await judged(keys, rsa.token(claims));
      expect(found).to.include({
        code: "token_signature",
        expected: `a signature by key k1, which is published for ${published}`,
        actual: "alg RS256",
      });
      expect(found).to.have.property("hint").that.includes("another algorithm");
      expect(checks).to.equal(0);
    });
  }
});
