import { expect } from "chai";
import { decideAlternatives, type RuleOfAlternatives } from "#src/decision/decide-alternatives.js";
import type { Evidence } from "#src/evidence/evidence.js";
import { explainAlternatives } from "#src/operators/explain-alternatives.js";
import { ABSENT } from "#src/request/credentials.js";
import { demand, STARTER_ID, type Name } from "../catalog.js";
import { appToken, KEY, NOW, subscriptionTo, TOKEN, userToken } from "../evidence/evidence-of.js";
import { ALTERNATIVES, KEYS, TOKENS } from "../decision/known-of-both.js";
import { settingsOf } from "../decision/settings-of.js";

const SETTINGS = {
  ...settingsOf(),
  failedMessage: undefined,
  issuers: { openId: [], decryptionKeys: [] },
};
const rule = { anyOf: [{ product: "starter" }, { product: "pro" }, { product: "partner" }] } as const;
const requirement = demand(rule) as RuleOfAlternatives<Name>;
const explained = (evidence: Evidence) =>
  explainAlternatives(
    decideAlternatives(SETTINGS, requirement, evidence, NOW),
    requirement,
    evidence,
    NOW,
    SETTINGS,
  );
const outcomes = (evidence: Evidence) =>
  explained(evidence).alternatives?.map(({ requires, outcome, code }) => `${requires}: ${code ?? outcome}`);
const failed = (evidence: Evidence) => explained(evidence).checks.filter(({ result }) => result === "failed");

const good = (token = appToken()) => ({ kind: "good", token }) as const;
const suspended = { kind: "good", subscription: subscriptionTo({ state: "suspended" }) } as const;

describe("explainAlternatives", () => {
  it("an admission: all checks of the first alternative that admits passed", () => {
    const evidence = { token: good(), key: ABSENT };
    expect(explained(evidence)).to.deep.include({ outcome: "admit", status: 200, product: "pro", rule });
    expect(new Set(explained(evidence).checks.map(({ result }) => result))).to.deep.equal(
      new Set(["passed"]),
    );
    expect(outcomes(evidence)).to.deep.equal([
      "product starter: token_other_product",
      "product pro: admit",
      "product partner: key_missing",
    ]);
  });
  it("no credential: the check is that one is presented", () => {
    const evidence = { token: ABSENT, key: ABSENT };
    expect(explained(evidence)).to.include({ code: "credentials_missing" });
    expect(failed(evidence).map(({ check }) => check)).to.deep.equal(["a credential is presented"]);
  });
  it("a refusal that lists what every alternative expected", () => {
    const [check] = failed({ token: good(userToken({ audience: STARTER_ID })), key: ABSENT });
    expect(check).to.deep.equal({
      check: "its caller is of the kind demanded",
      result: "failed",
      expected:
        "product starter (an app-only token); or product pro (the audience of pro); or product partner",
      actual: "delegated",
    });
  });
  it("a bad credential: the check that it failed, also where an alternative fails earlier", () => {
    for (const token of [good(userToken()), good(), TOKEN.absent, TOKEN.unavailable]) {
      const evidence = { token, key: suspended };
      expect(explained(evidence), token.kind).to.include({ code: "key_state" });
      expect(failed(evidence).map(({ check }) => check)).to.deep.equal(["the subscription is active"]);
    }
    expect(failed({ token: TOKEN.bad, key: KEY.good }).map(({ check }) => check)).to.deep.equal([
      "its signature holds",
    ]);
    const expired = { token: good(appToken({ expiresAt: 1 })), key: KEY.good };
    expect(failed(expired).map(({ check }) => check)).to.deep.equal(["it is valid now"]);
  });
  it("a failed lookup", () => {
    const evidence = { token: ABSENT, key: KEY.unavailable };
    expect(explained(evidence)).to.include({ outcome: "unavailable", code: "subscriptions_unavailable" });
    expect(failed(evidence).map(({ check }) => check)).to.deep.equal(["the subscriptions can be read"]);
  });
  it("agrees with the decision about every rule and all evidence", () => {
    const rules = ALTERNATIVES.flatMap((one, i) =>
      ALTERNATIVES.slice(i + 1).map((other) => demand({ anyOf: [one, other] }) as RuleOfAlternatives<Name>),
    );
    for (const rule of rules)
      for (const token of Object.values(TOKENS))
        for (const key of Object.values(KEYS)) {
          const evidence = {
            token: rule.accepts.token ? token : ABSENT,
            key: rule.accepts.key ? key : ABSENT,
          };
          const decision = decideAlternatives(SETTINGS, rule, evidence, NOW);
          const { checks, outcome } = explainAlternatives(decision, rule, evidence, NOW, SETTINGS);
          expect(outcome).to.equal(decision.outcome);
          expect(checks.map(({ result }) => result).join()).to.match(
            outcome === "admit" ? /^passed(,passed)*$/ : /^(passed,)*failed(,not reached)*$/,
          );
        }
  });
});
