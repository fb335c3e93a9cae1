import fc from "fast-check";
import { expect } from "chai";
import type { VerifiedToken } from "#src/index.js";
import { deepFreeze } from "#src/lib/deep-freeze.js";
import type { OpenIdSettings } from "#src/evidence/tokens/issuers/openid-issuer.js";
import { HeldKeys, openIdClaims, openIdOf, snapshotOf } from "./openid-of.js";

const ROLE = "use:orders";
const source = new HeldKeys(snapshotOf());

/** What an issuer reads from these claims; undefined when it refuses the token. */
function tokenOf(
  claims: Record<string, unknown>,
  settings: Partial<OpenIdSettings>,
): VerifiedToken | undefined {
  const issuer = openIdOf(source, settings);
  if (issuer.checkAudience(claims) !== undefined) return undefined;
  const token = issuer.read(claims);
  const whole = "code" in token ? token : issuer.complete(token);
  return "code" in whole ? undefined : whole;
}
/** The claims as a token carries them: parsed JSON, with `__proto__` as an own member. */
const inToken = (claims: object) => JSON.parse(JSON.stringify(claims)) as Record<string, unknown>;

const names = fc.constantFrom(
  "a",
  "b",
  "roles",
  "a.b",
  "__proto__",
  "constructor",
  "toString",
  "0",
  "length",
  ROLE,
);
const texts = fc.oneof(fc.constantFrom(ROLE, `x ${ROLE}`, `${ROLE},x`, "", " "), fc.string());
/** Any JSON value, with the role at likely and unlikely places. */
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.oneof(texts, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.constant(ROLE), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie("value")), { maxLength: 4 }).map((members) => {
      const made = Object.create(null) as Record<string, unknown>;
      for (const [name, member] of members) made[name] = member;
      return made;
    }),
  ),
}));
const path = fc.array(names, { minLength: 1, maxLength: 4 });
const at = (way: readonly string[], value: unknown): object =>
  way.reduceRight<unknown>(
    (inner, name) => Object.assign(Object.create(null) as object, { [name]: inner }),
    value,
  ) as object;

const RUNS = { numRuns: 2000, seed: 20261129 };

describe("forms of rolesClaim, scopesClaim and clientClaim", () => {
  it("a path or a function never admits what the literal claim with the same value would not", () => {
    fc.assert(
      fc.property(anyValue, path, (value, way) => {
        const literal = tokenOf(inToken(openIdClaims({ x: value })), {
          rolesClaim: "x",
          scopesClaim: "x",
          clientClaim: "x",
        });
        const nested = inToken(openIdClaims({ top: at(way, value) }));
        const by = (place: OpenIdSettings["clientClaim"]) =>
          tokenOf(nested, {
            rolesClaim: place,
            scopesClaim: place,
            clientClaim: place,
          } as Partial<OpenIdSettings>);
        const json = inToken({ value })["value"];
        for (const found of [by(["top", ...way]), by(() => json as string)]) {
          if (found === undefined) continue; // refused: admits nothing
          for (const role of found.roles) expect(literal?.roles).to.include(role);
          for (const scope of found.scopes) expect(literal?.scopes).to.include(scope);
          if (found.clientId !== undefined) expect(literal?.clientId).to.equal(found.clientId);
        }
        // A path finds exactly what the literal claim holds.
        expect(by(["top", ...way])?.roles).to.deep.equal(literal?.roles);
      }),
      RUNS,
    );
  });

  it("hostile claims: no form throws, and none finds the role where it is not", () => {
    const forms: readonly Partial<OpenIdSettings>[] = [
      { rolesClaim: "a" },
      { rolesClaim: "a.b" },
      { rolesClaim: ["a", "b"] },
      { rolesClaim: ["__proto__", "a"] },
      { rolesClaim: { membersOf: "a" } },
      { rolesClaim: { membersOf: ["a", "b"] } },
      { rolesClaim: (claims) => claims["a"] as string },
      { rolesClaim: (claims) => (claims["a"] as { b: string }).b },
      { rolesClaim: "a", clientClaim: ["a", "b"], scopesClaim: { membersOf: ["b"] } },
    ];
    fc.assert(
      fc.property(anyValue, fc.constantFrom(...forms), (value, form) => {
        const claims = deepFreeze(inToken(openIdClaims({ a: value })));
        const found = tokenOf(claims, form);
        if (found === undefined) return;
        expect([...found.roles, ...found.scopes].every((right) => typeof right === "string")).to.equal(true);
        if (found.roles.includes(ROLE)) expect(JSON.stringify(claims)).to.include(ROLE);
        expect(["string", "undefined"]).to.include(typeof found.clientId);
      }),
      RUNS,
    );
  });

  it("audienceClaim never admits a token that has aud, nor one of another value", () => {
    fc.assert(
      fc.property(anyValue, fc.option(anyValue, { nil: undefined }), (value, aud) => {
        const { aud: _, ...rest } = openIdClaims({ x: value });
        const claims = inToken(aud === undefined ? rest : { ...rest, aud });
        const settings = { audiences: new Set([ROLE]), audienceClaim: "x" };
        if (tokenOf(claims, settings) === undefined) return;
        expect(claims).to.not.have.property("aud");
        expect(tokenOf(inToken({ ...rest, aud: value }), { audiences: settings.audiences })).to.not.equal(
          undefined,
        );
      }),
      RUNS,
    );
  });

  it("deep nesting and long lists cost no stack and little time", () => {
    const deep = JSON.parse(`{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`) as Record<string, unknown>;
    const deepObject = JSON.parse(`{"a":${'{"b":'.repeat(5000)}1${"}".repeat(5000)}}`) as Record<
      string,
      unknown
    >;
    const long = { a: Array.from({ length: 100_000 }, (_, i) => `r${i}`) };
    const wide = { a: Object.fromEntries(long.a.map((name) => [name, true])) };
    for (const claims of [deep, deepObject, long, wide]) {
      for (const place of ["a", ["a", "b", "b"], { membersOf: "a" }, () => ["x"]] as const) {
        const before = performance.now();
        const token = tokenOf(openIdClaims(claims), { rolesClaim: place });
        expect(token?.roles.includes(ROLE)).to.equal(false);
        expect(performance.now() - before).to.be.below(1000);
      }
    }
  });
});
