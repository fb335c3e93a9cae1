import { expect } from "chai";
import fc from "fast-check";
import { decideAlternatives, hasAlternatives } from "#src/decision/decide-alternatives.js";
import { decide } from "#src/decision/decide.js";
import type { Decision } from "#src/decision/decision.js";
import type { Evidence } from "#src/evidence/evidence.js";
import { gather, RequestEvidence } from "#src/evidence/gather.js";
import type { CompiledRule, Rule } from "#src/rules/rule.js";
import { demand, type Name } from "../catalog.js";
import { CLIENT, inWords, NOW } from "../evidence/evidence-of.js";
import { viewOf } from "../request/view-of.js";
import { ALTERNATIVES, BAD_KEYS, BAD_TOKENS, KEYS, TOKENS, type Alternatives } from "./known-of-both.js";
import { settingsOf } from "./settings-of.js";

const SETTINGS = settingsOf();
interface Known {
  readonly token: keyof typeof TOKENS;
  readonly key: keyof typeof KEYS;
  readonly client?: keyof typeof CLIENT | undefined;
}

/** The evidence that an instance gathers for a rule. */
function evidenceFor(rule: CompiledRule<Name>, { token, key, client }: Known): Evidence {
  const collected = new RequestEvidence(
    viewOf({}),
    { token: { kind: "present", value: "t" }, key: { kind: "present", value: "k" } },
    { header: "k", headerAsWritten: "K", query: "k" },
    { query: "t" },
  );
  const from = {
    token: () => TOKENS[token],
    key: () => KEYS[key],
    ...(client !== undefined && { client: () => CLIENT[client] }),
  };
  return gather(collected, rule, from, NOW) as Evidence;
}

function decided(rule: Rule<Name>, known: Known, now = NOW): Decision<Name> {
  const compiled = demand(rule);
  const evidence = evidenceFor(compiled, known);
  return hasAlternatives(compiled)
    ? decideAlternatives(SETTINGS, compiled, evidence, now)
    : decide(SETTINGS, compiled, evidence, now);
}
const told = (anyOf: Alternatives, known: Known) => inWords(decided({ anyOf }, known));

describe("decideAlternatives: an application's role, or a user's scope", () => {
  const anyOf: Alternatives = [{ product: "pro", accepts: ["token"] }, { scopes: ["Orders.Read"] }];
  for (const [token, expected] of [
    ["absent", "401 token_missing"],
    ["good", "admit pro token"],
    ["without role", "403 role_missing"],
    ["of starter", "401 token_other_product"],
    ["user", "admit pro token"],
    ["user without scope", "403 scope_missing"],
    ["bad", "401 token_signature"],
    ["expired", "401 token_expired"],
    ["ID token", "401 token_client"],
    ["unavailable", "503 signing_keys_unavailable"],
  ] as const)
    it(`token ${token}: ${expected}, whatever the key`, () => {
      for (const key of Object.keys(KEYS) as (keyof typeof KEYS)[])
        expect(told(anyOf, { token, key }), `key ${key}`).to.equal(expected);
    });
});

describe("decideAlternatives: an application's role, or a key of another product", () => {
  const anyOf: Alternatives = [{ product: "starter" }, { product: "partner" }];
  const matrix = [
    ["absent", "absent", "401 credentials_missing"],
    ["absent", "of partner", "admit partner key"],
    ["absent", "good", "401 key_other_product"],
    ["absent", "suspended", "401 key_state"],
    ["absent", "unavailable", "503 subscriptions_unavailable"],
    ["of starter", "absent", "admit starter token"],
    ["of starter", "of partner", "admit starter token"],
    ["of starter", "good", "admit starter token"],
    ["of starter", "bad", "401 key_unknown"],
    ["of starter", "suspended", "401 key_state"],
    ["of starter", "to come", "401 key_not_started"],
    ["of starter", "unavailable", "admit starter token"],
    ["good", "absent", "401 token_other_product"],
    ["good", "of partner", "admit partner key"],
    ["good", "unavailable", "503 subscriptions_unavailable"],
    ["user", "of partner", "admit partner key"],
    ["user", "absent", "401 token_other_product"],
    ["bad", "of partner", "401 token_signature"],
    ["expired", "of partner", "401 token_expired"],
    ["ID token", "of partner", "401 token_client"],
    ["expired", "unavailable", "401 token_expired"],
    ["unavailable", "of partner", "admit partner key"],
    ["unavailable", "good", "503 signing_keys_unavailable"],
    ["unavailable", "bad", "401 key_unknown"],
    ["unavailable", "suspended", "401 key_state"],
  ] as const;
  for (const [token, key, expected] of matrix)
    it(`token ${token}, key ${key}: ${expected}`, () =>
      expect(told(anyOf, { token, key })).to.equal(expected));
});

describe("decideAlternatives: what a refusal names", () => {
  const refused = (rule: Rule<Name>, known: Known) => {
    const decision = decided(rule, known);
    if (decision.outcome !== "refuse") throw new Error(inWords(decision));
    return decision;
  };
  it("the rights of the first alternative that lacks nothing else", () => {
    const anyOf: Alternatives = [
      { product: "partner" },
      { product: "starter", scopes: ["S"] },
      { product: "pro", scopes: ["A", "B"] },
      { scopes: ["C"] },
    ];
    expect(refused({ anyOf }, { token: "user", key: "absent" })).to.deep.include({
      code: "scope_missing",
      needs: ["A", "B"],
      actual: "Orders.Read",
    });
  });
  it("every alternative, and what each expected", () => {
    const anyOf: Alternatives = [{ product: "starter" }, { product: "pro", scopes: ["A"] }, { roles: ["R"] }];
    expect(refused({ anyOf }, { token: "user", key: "absent" }).expected).to.equal(
      "product starter (the audience of starter); or product pro, scopes A (A); or roles R (an app-only token)",
    );
  });
  it("every alternative where no credential was sent, and no finding", () =>
    expect(refused({ anyOf: [{ product: "starter" }, { product: "partner" }] }, NOTHING)).to.deep.equal({
      ...refused({ product: ["starter", "partner"] }, NOTHING),
      expected: "product starter; or product partner",
    }));
  it("a missing key, where an alternative demands both and has the token", () =>
    expect(
      refused(
        { anyOf: [{ product: "pro", all: true }, { product: "starter" }] },
        { token: "good", key: "absent" },
      ).code,
    ).to.equal("key_missing"));
  it("a list of limited length", () => {
    const scopes = Array.from({ length: 200 }, (_, i) => `Scope.Number.${i}`);
    const { expected } = refused({ anyOf: [{ scopes }, { product: "starter" }] }, NOTHING);
    expect(expected).to.have.lengthOf(1001);
  });
  const NOTHING: Known = { token: "absent", key: "absent" };
});

describe("decideAlternatives: client applications", () => {
  const anyOf: Alternatives = [{ product: "pro", accepts: ["token"] }, { product: "partner" }];
  for (const [client, key, expected] of [
    ["active", "absent", "admit pro token"],
    ["unknown", "absent", "403 client_unknown"],
    ["unknown", "of partner", "admit partner key"],
    ["unavailable", "of partner", "admit partner key"],
    ["unavailable", "absent", "503 clients_unavailable"],
  ] as const)
    it(`client ${client}, key ${key}: ${expected}`, () =>
      expect(told(anyOf, { token: "good", key, client })).to.equal(expected));
});

const alternative = fc.constantFrom(...ALTERNATIVES);
const someAlternatives = fc.array(alternative, { minLength: 1, maxLength: 7 });
const known = fc.record({
  token: fc.constantFrom(...(Object.keys(TOKENS) as (keyof typeof TOKENS)[])),
  key: fc.constantFrom(...(Object.keys(KEYS) as (keyof typeof KEYS)[])),
  client: fc.constantFrom(undefined, ...(Object.keys(CLIENT) as (keyof typeof CLIENT)[])),
});
const admits = ({ outcome }: Decision) => outcome === "admit";
const SEED = { seed: 13, numRuns: 300 };

describe("decideAlternatives: properties", () => {
  it("anyOf: [rule] decides as the rule", () =>
    fc.assert(
      fc.property(alternative, known, (rule, about) => {
        expect(decided({ anyOf: [rule] }, about)).to.deep.equal(decided(rule, about));
      }),
      SEED,
    ));
  it("the same alternative twice admits as once", () =>
    fc.assert(
      fc.property(alternative, known, (rule, about) => {
        const [twice, once] = [decided({ anyOf: [rule, rule] }, about), decided(rule, about)];
        expect(twice.outcome).to.equal(once.outcome);
        if (admits(once)) expect(twice).to.deep.equal(once);
      }),
      SEED,
    ));
  it("an alternative more never refuses what was admitted, except for a bad credential of a kind that it accepts", () =>
    fc.assert(
      fc.property(someAlternatives, alternative, fc.nat(7), known, (anyOf, more, at, about) => {
        if (!admits(decided({ anyOf }, about))) return;
        const { accepts } = demand(more);
        if (accepts.token && BAD_TOKENS.includes(about.token)) return;
        if (accepts.key && BAD_KEYS.includes(about.key)) return;
        const wider = [...anyOf.slice(0, at), more, ...anyOf.slice(at)];
        expect(inWords(decided({ anyOf: wider }, about))).to.match(/^admit/);
      }),
      SEED,
    ));
  it("a bad credential is refused whenever an alternative accepts its kind", () =>
    fc.assert(
      fc.property(someAlternatives, known, (anyOf, about) => {
        const { accepts } = demand({ anyOf });
        const bad =
          (accepts.token && BAD_TOKENS.includes(about.token)) ||
          (accepts.key && BAD_KEYS.includes(about.key));
        if (bad) expect(decided({ anyOf }, about).outcome).to.equal("refuse");
      }),
      SEED,
    ));
  it("admits only what an alternative by itself admits", () =>
    fc.assert(
      fc.property(someAlternatives, known, (anyOf, about) => {
        const decision = decided({ anyOf }, about);
        const byThemselves = anyOf.map((one) => decided(one, about));
        if (!admits(decision)) return;
        expect(decision).to.deep.equal(byThemselves.find(admits));
      }),
      SEED,
    ));
  it("the order of alternatives does not change whether a request is admitted", () =>
    fc.assert(
      fc.property(
        someAlternatives.chain((anyOf) =>
          fc.tuple(fc.constant(anyOf), fc.shuffledSubarray([...anyOf], { minLength: anyOf.length })),
        ),
        known,
        ([anyOf, shuffled], about) => {
          const [one, other] = [decided({ anyOf }, about), decided({ anyOf: shuffled }, about)];
          expect([admits(one), one.outcome]).to.deep.equal([admits(other), other.outcome]);
        },
      ),
      SEED,
    ));
});
