import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import type { Algorithm } from "#src/index.js";
import { readKeySet } from "#src/evidence/tokens/keys/key-set.js";
import type { Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { inWords } from "#src/evidence/tokens/keys/skipped-keys.js";
import { TokenCache } from "#src/evidence/tokens/token-cache.js";
import { TokenVerifier } from "#src/evidence/tokens/token-verifier.js";
import { HeldKeys, openIdClaims, openIdOf } from "../issuers/openid-of.js";
import { signer } from "../signer.js";
import { publicJwk, startKeyServer, text, type KeyServer } from "./key-server.js";
import { ringOf } from "./ring-of.js";

const RS256 = { algorithms: ["RS256"] } as const;
const reasons = (list: readonly unknown[], allowed: Parameters<typeof readKeySet>[1] = RS256) =>
  readKeySet(list, allowed).skipped.map(({ reason, keys }) => `${keys}: ${reason}`);

describe("key sets: what was skipped and why", () => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const elliptic = { ...publicKey.export({ format: "jwk" }), kid: "ec" };
  const unknownCurve = generateKeyPairSync("ec", { namedCurve: "secp256k1" }).publicKey.export({
    format: "jwk",
  });

  it("counts by reason", () => {
    const list = [
      ...["a", "b", "c"].map((kid) => publicJwk(kid, { alg: "PS256" })),
      { kty: "RSA", use: "sig", kid: "k1", x5c: ["MIIC"] },
      publicJwk("enc", { use: "enc", alg: "RSA-OAEP" }),
      elliptic,
      publicJwk("good"),
    ];
    expect(reasons(list)).to.deep.equal([
      "3: PS256 only; add it to algorithms",
      "1: x5c without n and e cannot be read",
      "1: use is not sig",
      "1: kind P-256; add ES256 to algorithms",
    ]);
  });
  const cases: readonly (readonly [reason: string, jwk: unknown])[] = [
    ["not a JSON object", null],
    ["not a JSON object", ["kty"]],
    ["kty oct, a published secret", { kty: "oct", k: "AA" }],
    ["alg is not a string", publicJwk("k", { alg: ["RS256"] })],
    ["key_ops without verify", publicJwk("k", { key_ops: [] })],
    ["too short, or of a kind that verifies nothing", publicJwk("k", { bits: 1024 })],
    ["too short, or of a kind that verifies nothing", unknownCurve],
    ["its kty and its members cannot be read", { kty: "AKP", alg: "ML-DSA-44", pub: "AA" }],
    ["alg is not an algorithm that can be allowed", publicJwk("k", { alg: "HS256" })],
    ["alg and kty do not fit together", publicJwk("k", { alg: "ES256" })],
  ];
  for (const [reason, jwk] of cases)
    it(`${reason}: ${JSON.stringify(jwk).slice(0, 40)}`, () => {
      expect(reasons([jwk], { algorithms: ["RS256", "ES256"] })).to.deep.equal([`1: ${reason}`]);
    });
  it("advises no option where the issuer's kind decides the algorithms", () => {
    const list = [publicJwk("k", { alg: "PS256" }), elliptic];
    expect(reasons(list, { ...RS256, pinned: true })).to.deep.equal(["1: PS256 only", "1: kind P-256"]);
  });
  it("five reasons at most stand in a text", () => {
    const skipped = Array.from({ length: 9 }, (_, i) => ({ reason: `reason ${i}`, keys: i + 1 }));
    expect(inWords(skipped)).to.equal(
      "1 key: reason 0. 2 keys: reason 1. 3 keys: reason 2. 4 keys: reason 3. 5 keys: reason 4",
    );
  });
});

describe("key sets: bounds", () => {
  const ONE = publicJwk("one") as Record<string, unknown>;
  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...ONE, kid: `k${i}` }));

  it("1,000 usable keys; those beyond are counted, and close nothing", () => {
    const set = readKeySet(many(1_001), RS256);
    expect(set.all.size).to.equal(1_000);
    expect(set.byKid.has("k999")).to.equal(true);
    expect(set.skipped).to.deep.equal([{ reason: "more than 1000 usable keys", keys: 1 }]);
  });
  it("keys beyond the first 5,000 are not looked at", () => {
    const set = readKeySet([ONE, ...Array<object>(5_000).fill({ kty: "oct" })], RS256);
    expect(set.skipped).to.deep.include({ reason: "beyond the first 5000 keys", keys: 1 });
    expect(set.all.size).to.equal(1);
  });
  it("1,000 RSA keys of 2,048 bits fit into a document", () => {
    const thumbprint = "x".repeat(27);
    const keys = many(1_000).map((key, i) => ({
      ...key,
      kid: `${thumbprint}-${i}`,
      x5t: thumbprint,
      alg: "RS256",
    }));
    expect(JSON.stringify({ keys }).length).to.be.below(512 * 1024);
  });
});

describe("key sets and discovery documents that begin with a byte order mark", () => {
  let server: KeyServer;
  before(async () => void (server = await startKeyServer()));
  after(() => server.close());
  it("are read", async () => {
    server.instead("/discovery", text(`\uFEFF${JSON.stringify(server.metadata)}`));
    server.instead("/keys", text(`\uFEFF${JSON.stringify({ keys: server.keys })}`));
    expect(await ringOf(server).kids()).to.deep.equal(["k1"]);
  });
  it("but not with two", async () => {
    server.instead("/keys", text(`\uFEFF\uFEFF${JSON.stringify({ keys: server.keys })}`));
    expect(await ringOf(server).kids()).to.equal("not a JSON object");
  });
});

describe("key sets: odd keys never take a token away, and never let another one in", () => {
  const signers = [signer("k0"), signer("k1"), signer("k2", "RS256"), signer("k3", "RS256")];
  const stranger = signer("k0");
  const algorithms: readonly Algorithm[] = ["ES256", "RS256"];
  const members = ["kty", "use", "alg", "kid", "key_ops", "x5t", "x5c", "issuer", "n", "e", "x", "y", "crv"];
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      "",
      "sig",
      "enc",
      "RS256",
      "ES256",
      "PS256",
      "HS256",
      "none",
      "oct",
      "EC",
      "RSA",
    ),
    fc.constantFrom<unknown>(1, true, [], {}, ["verify"], ["sign"], "k0", "k1", "AQAB", "__proto__"),
  );
  // A key of the set with members replaced, or anything at all. What remains usable is no odd key.
  const odd = fc
    .oneof(
      fc
        .tuple(fc.nat(3), fc.dictionary(fc.constantFrom(...members), value, { minKeys: 1, maxKeys: 4 }))
        .map(([of, over]) => ({ ...signers[of]!.jwk, ...over })),
      fc.constantFrom<unknown>(null, [], 7, "key", {}, { kty: "oct", k: "AA", kid: "k0" }),
    )
    .filter((jwk) => readKeySet([jwk], { algorithms }).all.size === 0);
  const tokens = [...signers, stranger].flatMap((by) => {
    const alg = by.key.kind === "RSA" ? "RS256" : "ES256";
    const named = by.token(openIdClaims(), { alg });
    return [
      named,
      by.token(openIdClaims(), { alg, kid: undefined }),
      by.token(openIdClaims(), { alg, kid: "k9" }),
    ];
  });
  const admitted = (list: readonly unknown[]): readonly boolean[] => {
    const snapshot: Snapshot = { keys: readKeySet(list, { algorithms }), fetchedAt: 0 };
    const verifier = new TokenVerifier([openIdOf(new HeldKeys(snapshot), { algorithms })], new TokenCache(0));
    return tokens.map((token) => {
      const found = verifier.verify(token, 0);
      return !(found instanceof Promise) && found.kind === "good";
    });
  };

  it("a generated set decides as the same set without them", function () {
    this.timeout(60_000);
    const sound = fc.array(
      fc.tuple(
        fc.nat(3),
        fc.constantFrom({}, { use: null }, { alg: null, kid: "k0" }, { key_ops: null, x5t: null }),
      ),
      { maxLength: 4 },
    );
    const holds = fc.property(sound, fc.array(fc.tuple(odd, fc.nat(8)), { maxLength: 6 }), (good, bad) => {
      const plain = good.map(([of, over]) => ({ ...signers[of]!.jwk, ...over }));
      const mixed: unknown[] = [...plain];
      for (const [jwk, at] of bad) mixed.splice(at, 0, jwk);
      expect(admitted(mixed)).to.deep.equal(admitted(plain));
    });
    fc.assert(holds, { numRuns: 400, seed: 20260102 });
  });
  it("a member that is null decides as none", () => {
    const plain = signers.map(({ jwk }) => jwk);
    const written = plain.map((jwk) => ({
      ...Object.fromEntries(
        ["alg", "key_ops", "x5t", "x5t#S256", "x5c", "x5u", "issuer", "oth"].map((name) => [name, null]),
      ),
      ...jwk,
    }));
    expect(admitted(written)).to.deep.equal(admitted(plain));
  });
});
