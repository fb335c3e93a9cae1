import { expect } from "chai";
import type { VerifiedToken } from "#src/index.js";
import type { TokenEvidence } from "#src/evidence/evidence.js";
import type { Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { HINTS } from "#src/refusals/hints.js";
import { TokenCache } from "#src/evidence/tokens/token-cache.js";
import { TokenVerifier } from "#src/evidence/tokens/token-verifier.js";
import {
  HeldKeys,
  ISSUER,
  ORDERS,
  discovered,
  down,
  openIdClaims,
  openIdOf,
  snapshotOf,
} from "./issuers/openid-of.js";
import { part, signer } from "./signer.js";

const [k1, k2, stranger] = [signer("k1"), signer("k2"), signer("k1")];
const good = k1.token(openIdClaims());

/** A verifier of one issuer, with the keys it publishes now and, perhaps, after a fetch. */
function verifierOf(source: HeldKeys, over: Parameters<typeof openIdOf>[1] = {}) {
  const verifier = new TokenVerifier([openIdOf(source, over)], new TokenCache(10));
  return (text: string) => verifier.verify(text, 0);
}
const tokenIn = (evidence: TokenEvidence): VerifiedToken | undefined =>
  "token" in evidence ? evidence.token : undefined;

const UNKNOWN_KEY = {
  kind: "bad",
  code: "token_unknown_key",
  expected: "a kid the issuer publishes",
  actual: "k2",
  rules: "openid",
};
const UNAVAILABLE = {
  kind: "unavailable",
  code: "signing_keys_unavailable",
  retryAfter: 1,
  actual: "ECONNREFUSED",
  rules: "openid",
};

describe("TokenVerifier: a good token", () => {
  const evidence = {
    kind: "good",
    token: {
      profile: "openid",
      issuer: ISSUER,
      audience: [ORDERS],
      clientId: "contoso",
      caller: "app-only",
      roles: [],
      scopes: [],
      expiresAt: 4_000_000_000,
      claims: openIdClaims(),
    },
    client: { id: "contoso" },
  };
  it("becomes evidence, at once where the keys are at hand", () => {
    expect(verifierOf(new HeldKeys(snapshotOf(k1.key)))(good)).to.deep.equal(evidence);
  });
  it("and later where they must be waited for", async () => {
    const verify = verifierOf(new HeldKeys(Promise.resolve(snapshotOf(k1.key))));
    expect(verify(good)).to.be.instanceOf(Promise);
    expect(await verify(good)).to.deep.equal(evidence);
  });
  it("and so is each of many that wait together, by its own bytes", async () => {
    const source = new HeldKeys(new Promise((later) => setImmediate(() => later(snapshotOf(k1.key)))));
    const verify = verifierOf(source);
    const tokens = Array.from({ length: 20 }, (_, i) => (i % 3 ? k1 : stranger).token(openIdClaims({ i })));
    const found = await Promise.all(tokens.map(async (token) => verify(token)));
    const subjects = found.map((one) => tokenIn(one)?.claims["i"]);
    expect(subjects).to.deep.equal(tokens.map((_, i) => (i % 3 ? i : undefined)));
  });
  it("is frozen at every depth: requests share it", () => {
    const found = verifierOf(new HeldKeys(snapshotOf(k1.key)))(k1.token(openIdClaims({ a: { b: [{}] } })));
    const { claims, audience } = tokenIn(found as TokenEvidence)!;
    const { a } = claims as { a: { b: [object] } };
    for (const value of [claims, audience, a, a.b, a.b[0]]) expect(value).to.be.frozen;
  });
});

describe("TokenVerifier: what each check wanted and found", () => {
  const [header, payload] = good.split(".");
  const cases: readonly (readonly [what: string, token: string, finding: object])[] = [
    ["no JWS", "a.b", { code: "token_malformed", expected: "three parts", hint: HINTS.opaqueToken }],
    [
      "an issuer nobody knows",
      k1.token(openIdClaims({ iss: "https://other.example" })),
      { code: "token_issuer", expected: `a trusted issuer: ${ISSUER}`, actual: "https://other.example" },
    ],
    [
      "no issuer",
      k1.token(openIdClaims({ iss: undefined })),
      { code: "token_issuer", expected: `a trusted issuer: ${ISSUER}`, actual: "nothing" },
    ],
    [
      "another algorithm",
      k1.token(openIdClaims(), { alg: "RS256" }),
      { code: "token_algorithm", expected: "alg ES256", actual: "RS256", rules: "openid" },
    ],
    [
      "another audience",
      k1.token(openIdClaims({ aud: "https://other.example" })),
      {
        code: "token_audience",
        expected: "the audience of a product",
        actual: "https://other.example",
        hint: HINTS.openIdOtherAudience,
        rules: "openid",
      },
    ],
    [
      "no end",
      k1.token(openIdClaims({ exp: undefined })),
      { code: "token_claims", expected: "exp", actual: "nothing", rules: "openid" },
    ],
    [
      "a signature by another key",
      stranger.token(openIdClaims()),
      { code: "token_signature", expected: "a signature by key k1", rules: "openid" },
    ],
    [
      "a signature of another token",
      `${header}.${part(openIdClaims({ sub: "other" }))}.${good.split(".")[2]}`,
      { code: "token_signature", expected: "a signature by key k1", rules: "openid" },
    ],
    [
      "a made-up signature",
      `${header}.${payload}.AAAA`,
      { code: "token_signature", expected: "a signature by key k1", rules: "openid" },
    ],
  ];
  for (const [what, token, finding] of cases) {
    it(what, () => {
      const found = verifierOf(new HeldKeys(snapshotOf(k1.key)))(token);
      expect(found).to.deep.equal({ kind: "bad", ...finding });
    });
  }
});

describe("TokenVerifier: a token seen before", () => {
  it("is not checked again", () => {
    const verify = verifierOf(new HeldKeys(snapshotOf(k1.key)));
    const first = tokenIn(verify(good) as TokenEvidence);
    expect(first).to.not.equal(undefined);
    expect(tokenIn(verify(good) as TokenEvidence)).to.equal(first);
  });
  it("not even after a refresh that left its key in place", () => {
    const source = new HeldKeys(snapshotOf(k1.key));
    const verify = verifierOf(source);
    const first = tokenIn(verify(good) as TokenEvidence);
    source.known = snapshotOf(k2.key, k1.key);
    expect(tokenIn(verify(good) as TokenEvidence)).to.equal(first);
  });
  it("is refused once its key is gone", () => {
    const source = new HeldKeys(snapshotOf(k1.key));
    const verify = verifierOf(source);
    void verify(good);
    source.known = snapshotOf(k2.key);
    expect(verify(good)).to.deep.equal({ ...UNKNOWN_KEY, actual: "k1" });
  });
  it("is refused once its kid means another key", () => {
    const source = new HeldKeys(snapshotOf(k1.key));
    const verify = verifierOf(source);
    void verify(good);
    source.known = snapshotOf(stranger.key);
    expect(verify(good)).to.include({ code: "token_signature" });
  });
  it("is judged as a new one once the document names another issuer or cloud", () => {
    const source = new HeldKeys(discovered(ISSUER, k1.key));
    const verify = verifierOf(source, { issuers: undefined });
    const first = tokenIn(verify(good) as TokenEvidence);
    source.known = discovered(ISSUER, k1.key);
    expect(tokenIn(verify(good) as TokenEvidence), "the same document again").to.equal(first);
    source.known = { ...snapshotOf(k1.key), metadata: { issuer: ISSUER, jwksUri: "", cloud: "another" } };
    expect(tokenIn(verify(good) as TokenEvidence), "another cloud").to.not.equal(first);
    source.known = discovered("https://renamed.example", k1.key);
    expect(verify(good)).to.include({ code: "token_issuer" });
  });
  it("is judged as a new one once an issuer that is asked first is called the same", async () => {
    const [first, second] = [
      new HeldKeys(discovered("https://first.example")),
      new HeldKeys(snapshotOf(k1.key)),
    ];
    const issuers = [openIdOf(first, { issuers: undefined }), openIdOf(second)];
    const verifier = new TokenVerifier(issuers, new TokenCache(10));
    const known = tokenIn(await verifier.verify(good, 0));
    expect(known).to.not.equal(undefined);
    expect(tokenIn(await verifier.verify(good, 0))).to.equal(known);
    first.known = down();
    expect(tokenIn(await verifier.verify(good, 0)), "while the first is down").to.equal(known);
    first.known = Promise.resolve(discovered(ISSUER, k2.key));
    expect(await verifier.verify(good, 0)).to.include({ code: "token_unknown_key", actual: "k1" });
  });
  it("is neither good nor bad while the keys cannot be had, by the rules of its issuer", () => {
    const source = new HeldKeys(snapshotOf(k1.key));
    const verify = verifierOf(source);
    void verify(good);
    source.known = down();
    expect(verify(good)).to.deep.equal(UNAVAILABLE);
  });
  it("is checked again when it was refused before", () => {
    const source = new HeldKeys(snapshotOf());
    const verify = verifierOf(source);
    expect(verify(good)).to.include({ code: "token_unknown_key" });
    source.known = snapshotOf(k1.key);
    expect(verify(good)).to.include({ kind: "good" });
  });
});

describe("TokenVerifier: keys that cannot be had", () => {
  const cases = [
    [0, 1],
    [1, 1],
    [1000, 1],
    [1001, 2],
    [60_000, 60],
  ] as const;
  for (const [retryIn, retryAfter] of cases) {
    it(`for ${retryIn} ms: come back in ${retryAfter} s`, () => {
      const found = verifierOf(new HeldKeys(down(retryIn)))(good);
      expect(found).to.deep.equal({ ...UNAVAILABLE, retryAfter });
    });
  }
});

describe("TokenVerifier: a kid that is not published", () => {
  const token = k2.token(openIdClaims());
  const cases = [
    ["nothing newer may be asked for", undefined, UNKNOWN_KEY],
    ["newer keys without it", snapshotOf(k1.key), UNKNOWN_KEY],
    ["newer keys with it", snapshotOf(k1.key, k2.key), { kind: "good" }],
    ["newer keys with another key of its name", snapshotOf({ ...k1.key, kid: "k2" }), "token_signature"],
    ["newer keys that cannot be had", down(), UNAVAILABLE],
  ] as const;
  for (const [what, fetched, expected] of cases) {
    for (const later of [false, true]) {
      it(`${what}${later ? ", after waiting" : ""}`, async () => {
        const source = new HeldKeys(snapshotOf(k1.key), later ? Promise.resolve(fetched) : fetched);
        const found = await verifierOf(source)(token);
        if (typeof expected === "string") expect(found).to.include({ code: expected });
        else if (expected.kind === "good") expect(found).to.include(expected);
        else expect(found).to.deep.equal(expected);
        expect(source.fetches).to.equal(1);
      });
    }
  }
  it("is checked by what holds when its key arrives: audiences and metadata may be others by then", async () => {
    const audiences = new Set([ORDERS]);
    const fetched = (snapshot: Snapshot) =>
      new Promise<Snapshot>((later) =>
        setImmediate(() => {
          audiences.clear();
          later(snapshot);
        }),
      );
    const before = new HeldKeys(snapshotOf(k1.key), fetched(snapshotOf(k1.key, k2.key)));
    expect(await verifierOf(before, { audiences })(token)).to.include({ code: "token_audience" });
    const source = new HeldKeys(
      discovered(ISSUER, k1.key),
      Promise.resolve(discovered("https://renamed.example", k2.key)),
    );
    expect(await verifierOf(source, { issuers: undefined })(token)).to.include({ code: "token_issuer" });
  });
  it("is not asked for when the published keys have it", () => {
    const source = new HeldKeys(snapshotOf(k1.key), snapshotOf(k1.key));
    void verifierOf(source)(stranger.token(openIdClaims()));
    expect(source.fetches).to.equal(0);
  });
});

describe("TokenVerifier: a token without a kid", () => {
  const anonymous = (by = k1) => by.token(openIdClaims(), { kid: undefined });

  it("is checked with the one key there is", () => {
    expect(verifierOf(new HeldKeys(snapshotOf(k1.key)))(anonymous())).to.include({ kind: "good" });
    expect(verifierOf(new HeldKeys(snapshotOf(k1.key)))(anonymous(k2))).to.deep.equal({
      kind: "bad",
      code: "token_signature",
      expected: "a signature by key k1",
      rules: "openid",
    });
  });
  it("is refused where several could be meant, and causes no fetch: new keys would not name it either", () => {
    const source = new HeldKeys(snapshotOf(k1.key, k2.key), snapshotOf(k1.key));
    expect(verifierOf(source)(anonymous())).to.deep.equal({ ...UNKNOWN_KEY, actual: "nothing" });
    expect(source.fetches).to.equal(0);
  });
  it("is tried with the first key from the options, whose name it may not know, and with no other", () => {
    const source = new HeldKeys(snapshotOf(k1.key, k2.key, signer().key));
    const verify = verifierOf(source, { tryAll: true });
    expect(verify(anonymous())).to.include({ kind: "good" });
    expect(verify(anonymous(k2))).to.include({ code: "token_signature" });
    expect(verify(signer().token(openIdClaims()))).to.include({ code: "token_signature" });
  });
});

describe("TokenVerifier: a key that is for one algorithm (RFC 7517 §4.4)", () => {
  for (const [algorithm, expected] of [
    ["ES256", "good"],
    ["ES384", "bad"],
  ] as const) {
    it(`${algorithm}: ${expected}`, () => {
      const source = new HeldKeys(snapshotOf({ ...k1.key, algorithm }));
      expect(verifierOf(source)(good)).to.include({ kind: expected });
    });
  }
});
