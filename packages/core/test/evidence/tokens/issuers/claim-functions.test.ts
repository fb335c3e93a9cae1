import { expect } from "chai";
import type { VerifiedToken } from "#src/index.js";
import type { Finding } from "#src/refusals/refusals.js";
import { HINTS } from "#src/refusals/hints.js";
import type { TokenEvidence } from "#src/evidence/evidence.js";
import { TokenCache } from "#src/evidence/tokens/token-cache.js";
import { TokenVerifier } from "#src/evidence/tokens/token-verifier.js";
import { signer } from "../signer.js";
import { HeldKeys, openIdClaims, openIdOf, snapshotOf } from "./openid-of.js";

const source = new HeldKeys(snapshotOf());
const read = (settings: Parameters<typeof openIdOf>[1], over: object = {}): VerifiedToken | Finding => {
  const issuer = openIdOf(source, settings);
  return issuer.complete(issuer.read(openIdClaims(over)) as VerifiedToken);
};
/** A function that breaks its type, as JavaScript allows. */
const returning = (value: unknown) => () => value as undefined;

const failures: readonly (readonly [what: string, broken: () => undefined, actual: string])[] = [
  [
    "throws",
    () => {
      throw new TypeError("secret");
    },
    "TypeError",
  ],
  [
    "throws what is no error",
    () => {
      throw "secret"; // oxlint-disable-line typescript/only-throw-error -- what a careless application does
    },
    "a thrown string",
  ],
  ["returns a promise", returning(Promise.resolve(["a"])), "a promise"],
  ["returns a promise that is rejected", returning(Promise.reject(new Error("secret"))), "a promise"],
  ["returns null", returning(null), "null"],
  ["returns a number", returning(7), "a number"],
  ["returns true", returning(true), "a boolean"],
  ["returns an object", returning({ a: true }), "an object"],
  ["returns a set", returning(new Set(["a"])), "an object"],
  ["returns a function", returning(() => ["a"]), "a function"],
];

describe("functions of the claims: rolesClaim and scopesClaim", () => {
  const good = [
    [
      ["a", "b"],
      ["a", "b"],
    ],
    ["a b", ["a", "b"]],
    ["", []],
    [[], []],
    [undefined, []],
  ] as const;
  for (const [value, rights] of good) {
    it(`${JSON.stringify(value) ?? "undefined"}: ${rights.join() || "none"}`, () => {
      const token = read({ rolesClaim: () => value, scopesClaim: () => value }, { roles: ["x"], scope: "x" });
      expect(token).to.deep.include({ roles: rights, scopes: rights });
    });
  }
  const lists = [
    ["returns a list with a number", returning(["a", 7]), "a list that contains other values than strings"],
    ["returns a list with a hole", returning(Array(1)), "a list that contains other values than strings"],
  ] as const;
  for (const option of ["rolesClaim", "scopesClaim"] as const) {
    for (const [what, broken, actual] of [...failures, ...lists]) {
      it(`${option} ${what}: the token is refused, and the operator reads why`, () => {
        expect(read({ [option]: broken }, { roles: ["a"], scope: "a" })).to.deep.equal({
          code: "token_claims",
          expected: `a string, a list of strings, or undefined from the function ${option}`,
          actual,
          hint: HINTS.claimFunction,
        });
      });
    }
  }
  it("a list that throws while it is read refuses too", () => {
    const list = new Proxy(["a"], {
      get: () => {
        throw new RangeError("secret");
      },
    });
    expect(read({ rolesClaim: returning(list) })).to.include({ code: "token_claims", actual: "RangeError" });
  });
  it("the list is copied: the application keeps its own, unfrozen", () => {
    const list = ["a"];
    const token = read({ rolesClaim: () => list }) as VerifiedToken;
    list.push("b");
    expect(token.roles).to.deep.equal(["a"]);
  });
  it("the claims are frozen at every depth", () => {
    const seen: unknown[] = [];
    read({ rolesClaim: (claims) => (seen.push(claims, claims["a"]), []) }, { a: { b: 1 } });
    for (const value of seen) expect(value).to.be.frozen;
  });
});

describe("functions of the claims: clientClaim", () => {
  it("finds the client, and with it who calls", () => {
    const token = read({ clientClaim: ({ app }) => String(app) }, { app: "c-1", sub: "c-1" });
    expect(token).to.include({ clientId: "c-1", caller: "app-only" });
  });
  for (const value of [undefined, ""]) {
    it(`${JSON.stringify(value) ?? "undefined"}: no client, and an unknown caller`, () => {
      const token = read({ clientClaim: () => value });
      expect(token).to.include({ caller: "unknown" }).and.not.have.property("clientId");
    });
  }
  for (const [what, broken, actual] of [
    ...failures,
    ["returns a list", returning(["a"]), "a list"] as const,
  ]) {
    it(`${what}: the token is refused`, () => {
      expect(read({ clientClaim: broken })).to.include({
        code: "token_claims",
        expected: "a string or undefined from the function clientClaim",
        actual,
      });
    });
  }
});

describe("functions of the claims: when they are called", () => {
  const k1 = signer("k1");
  const verifierOf = (settings: Parameters<typeof openIdOf>[1]) =>
    new TokenVerifier([openIdOf(new HeldKeys(snapshotOf(k1.key)), settings)], new TokenCache(10));
  it("once about a token, and only after its signature has been verified", () => {
    let calls = 0;
    const verifier = verifierOf({ rolesClaim: () => ((calls += 1), ["a"]) });
    const good = k1.token(openIdClaims());
    expect(verifier.verify(good.replace(/.{4}$/, "AAAA"), 0)).to.include({ code: "token_signature" });
    expect(calls).to.equal(0);
    for (let i = 0; i < 3; i++) {
      const { token } = verifier.verify(good, 0) as Extract<TokenEvidence, { kind: "good" }>;
      expect(token.roles).to.deep.equal(["a"]).and.be.frozen;
    }
    expect(calls).to.equal(1);
  });
  it("what they return counts towards the bytes of the cache", () => {
    for (const [length, expected] of [
      [1, 1],
      [1000, 2],
    ] as const) {
      let calls = 0;
      const rolesClaim = () => ((calls += 1), Array.from({ length }, (_, i) => `role-${i}`));
      const issuer = openIdOf(new HeldKeys(snapshotOf(k1.key)), { rolesClaim });
      const verifier = new TokenVerifier([issuer], new TokenCache(10, 10_000));
      const token = k1.token(openIdClaims());
      for (let i = 0; i < 2; i++) void verifier.verify(token, 0);
      expect(calls).to.equal(expected);
    }
  });
  it("a failure is evidence against the token, with the checks of its issuer, and is not cached", () => {
    let isBroken = true;
    const verifier = verifierOf({ rolesClaim: () => (isBroken ? returning(1)() : "a") });
    const token = k1.token(openIdClaims());
    expect(verifier.verify(token, 0)).to.include({ kind: "bad", code: "token_claims", rules: "openid" });
    isBroken = false;
    expect(verifier.verify(token, 0)).to.include({ kind: "good" });
  });
});
