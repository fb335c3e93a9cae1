import type { Entra } from "@product-auth/emulator";
import type { Explanation, RefusalCode } from "#src/index.js";
import { expect } from "chai";
import { type Evidence, type TokenEvidence } from "#src/evidence/evidence.js";
import { decide } from "#src/decision/decide.js";
import { explain } from "#src/operators/explain.js";
import { HINTS } from "#src/refusals/hints.js";
import { REFUSALS } from "#src/refusals/refusals.js";
import { demand, refusal } from "../catalog.js";
import { CLIENT, KEY, NOW, TOKEN, appToken } from "../evidence/evidence-of.js";
import { KEYS, authFor, presenting, startIssuer } from "../evidence/tokens/issued.js";
import { viewOf } from "../request/view-of.js";
import { ABSENT } from "#src/request/credentials.js";
import { settingsOf } from "../decision/settings-of.js";

const pro = demand({ product: "pro" });
const entraOnly = { failedMessage: undefined, issuers: { openId: [], decryptionKeys: [] } };
const everything = { failedMessage: undefined, issuers: { openId: [{}], decryptionKeys: [{}] } };
const results = ({ checks }: Explanation) => checks.map(({ result }) => result);
const named = ({ checks }: Explanation, result: string) =>
  checks.filter((each) => each.result === result).map(({ check }) => check);

/** The decision that reports this code. */
const decisionOf = (code: RefusalCode) => {
  const { status } = REFUSALS[code];
  if (status !== 503) return refusal(code, status);
  return { outcome: "unavailable", status, code, retryAfter: 1, headers: {} } as const;
};

/** What must have been found out for this code to be reported, by whichever kind of issuer can report it. */
function evidencesFor(code: RefusalCode): Evidence[] {
  if (/^client_(unknown|state|owner|not_linked)$/.test(code))
    return [KEY.absent, KEY.good].map((key) => ({ token: TOKEN.good, key, client: CLIENT.pending }));
  if (code === "clients_unavailable")
    return [KEY.absent, KEY.good].map((key) => ({ token: TOKEN.good, key, client: CLIENT.unavailable }));
  const judged = /^(token_(expired|not_yet_valid|other_product|client|kind)|.*_missing|client_not_allowed)$/;
  if (/^(path_malformed|(api|operation)_unknown|(credentials|token|key)_missing)$/.test(code))
    return [{ token: ABSENT, key: ABSENT }];
  if (code === "credentials_disagree") return [{ token: TOKEN.good, key: KEY.good }];
  if (code === "subscriptions_unavailable")
    return [TOKEN.absent, TOKEN.good].map((token) => ({ token, key: KEY.unavailable }));
  if (/^key_(repeated|too_long|unknown)$/.test(code))
    return [TOKEN.absent, TOKEN.good, TOKEN.unavailable].map((token) => ({
      token,
      key: { kind: "bad", code },
    }));
  if (code.startsWith("key_")) return [TOKEN.absent, TOKEN.good].map((token) => ({ token, key: KEY.good }));
  if (judged.test(code)) return [{ token: TOKEN.good, key: ABSENT }];
  if (code === "signing_keys_unavailable")
    return [TOKEN.unavailable, { ...TOKEN.unavailable, rules: "openid" } as TokenEvidence].map((token) => ({
      token,
      key: ABSENT,
    }));
  return [{ token: { kind: "bad", code, rules: "entra" }, key: ABSENT }];
}

// The others are explained with the limits, the policies and the connection: see explain-limits.test.ts,
// explain-custom.test.ts and explain-connection.test.ts.
const isAboutCredential = (code: RefusalCode) =>
  !["limit", "policy", "connection"].includes(REFUSALS[code].about);

describe("explain", () => {
  describe("every code stands under exactly one check", () => {
    for (const code of (Object.keys(REFUSALS) as RefusalCode[]).filter(isAboutCredential)) {
      it(code, () => {
        const { status, message } = REFUSALS[code];
        for (const evidence of evidencesFor(code)) {
          const explanation = explain(decisionOf(code), pro, evidence, everything);
          expect(explanation).to.include({ status, code, message });
          const made = results(explanation);
          const failed = made.indexOf("failed");
          expect(made).to.deep.equal([
            ...Array<string>(failed).fill("passed"),
            "failed",
            ...Array<string>(made.length - failed - 1).fill("not reached"),
          ]);
        }
      });
    }
  });

  it("tells of the checks in the order in which they are made", () => {
    const bad = (code: RefusalCode): Evidence => ({
      token: { kind: "bad", code, rules: "entra" },
      key: ABSENT,
    });
    const failing = (code: RefusalCode) =>
      results(explain(refusal(code), pro, bad(code), everything)).indexOf("failed");
    const order: readonly RefusalCode[] = [
      "credentials_missing",
      "token_repeated",
      "token_encryption",
      "token_malformed",
      "token_algorithm",
      "token_version",
      "token_tenant",
      "signing_keys_unavailable",
      "token_issuer",
      "token_audience",
      "token_unknown_key",
      "token_key_issuer",
      "token_claims",
      "token_signature",
      "token_expired",
      "token_other_product",
      "token_client",
      "token_kind",
      "role_missing",
      "client_not_allowed",
    ];
    const places = order.map(failing);
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    expect(new Set(places).size).to.equal(order.length);
  });

  describe("calls nothing passed that was not done", () => {
    const token = (over: Partial<TokenEvidence>) => ({ token: over as TokenEvidence, key: ABSENT });

    it("no decryption where there are no keys for it", () => {
      const explanation = explain(
        refusal("token_malformed"),
        pro,
        token({ kind: "bad", code: "token_malformed" }),
        entraOnly,
      );
      expect(named(explanation, "passed")).to.deep.equal([
        "a credential is presented",
        "one bearer token is presented, not too long",
      ]);
    });
    it("no version, no tenant and no key's issuer of another issuer's token", () => {
      const evidence = token({ kind: "bad", code: "token_signature", rules: "openid" });
      const explanation = explain(refusal("token_signature"), pro, evidence, everything);
      expect(named(explanation, "passed").join()).to.not.match(/version|tenant|RS256|may sign/);
      expect(named(explanation, "failed")).to.deep.equal(["its signature holds"]);
    });
    it("no named client of another issuer's token", () => {
      const evidence = token({ kind: "good", token: appToken({ profile: "openid" }) });
      const explanation = explain(refusal("role_missing", 403), pro, evidence, everything);
      expect(named(explanation, "passed")).to.not.include("it names its client application");
      expect(named(explanation, "passed")).to.include("its caller is of the kind demanded");
    });
    it("nothing of an issuer while it is open which issuer's the token is", () => {
      for (const decision of [refusal("token_issuer"), decisionOf("signing_keys_unavailable")]) {
        const kind = decision.outcome === "refuse" ? "bad" : "unavailable";
        const evidence = token({ kind, code: decision.code } as TokenEvidence);
        const explanation = explain(decision, pro, evidence, everything);
        expect(named(explanation, "passed")).to.deep.equal([
          "a credential is presented",
          "one bearer token is presented, not too long",
          "it can be decrypted, if it is encrypted",
          "it is a well-formed signed JWT",
        ]);
        expect(named(explanation, "failed")).to.deep.equal(["its issuer is trusted"]);
      }
    });
    it("nothing of the key beside a bad token", () => {
      const explanation = explain(
        refusal("token_signature"),
        pro,
        { token: TOKEN.bad, key: KEY.good },
        entraOnly,
      );
      expect(explanation.checks.map(({ check }) => check).join()).to.not.match(/subscription|one key/);
    });
    it("a genuine token beside a bad key, but no right of it", () => {
      const evidence = { token: TOKEN.good, key: KEY.bad };
      const explanation = explain(refusal("key_unknown"), pro, evidence, entraOnly);
      expect(named(explanation, "passed")).to.include.members([
        "its signature holds",
        "the subscriptions can be read",
      ]);
      expect(named(explanation, "not reached")).to.include.members([
        "it is valid now",
        "it carries the rights demanded",
        "the subscription is active",
      ]);
    });
    it("no key while the token beside it is refused, though the store is down", () => {
      const evidence = { token: TOKEN.good, key: KEY.unavailable };
      const refused = explain(refusal("role_missing", 403), pro, evidence, entraOnly);
      expect(named(refused, "not reached")).to.include("the subscriptions can be read");
      const unknown = explain(decisionOf("subscriptions_unavailable"), pro, evidence, entraOnly);
      expect(named(unknown, "passed")).to.include("it carries the rights demanded");
      expect(named(unknown, "failed")).to.deep.equal(["the subscriptions can be read"]);
    });
    it("no token while the key beside it is refused, though the issuer is down", () => {
      const evidence = { token: TOKEN.unavailable, key: KEY.good };
      const refused = explain(refusal("key_state"), pro, evidence, entraOnly);
      expect(named(refused, "failed")).to.deep.equal(["the subscription is active"]);
      expect(named(refused, "not reached")).to.include("its signature holds");
      const unknown = explain(decisionOf("signing_keys_unavailable"), pro, evidence, entraOnly);
      expect(named(unknown, "passed")).to.include("it opens this route's product");
      expect(named(unknown, "failed")).to.deep.equal(["the issuer's keys are available"]);
    });
    it("agrees with decide, whatever is known of both credentials", () => {
      for (const token of Object.values(TOKEN))
        for (const key of Object.values(KEY)) {
          const decision = decide(settingsOf(), pro, { token, key }, NOW);
          const { checks, outcome } = explain(decision, pro, { token, key }, entraOnly);
          const made = checks.map(({ result }) => result).join();
          expect(made, `${token.kind} token, ${key.kind} key`).to.match(
            outcome === "admit" ? /^passed(,passed)*$/ : /^(passed,)*failed(,not reached)*$/,
          );
        }
    });
    it("nothing of a token whose keys could not be had beside a bad key", () => {
      const evidence = { token: TOKEN.unavailable, key: KEY.bad };
      const explanation = explain(refusal("key_unknown"), pro, evidence, entraOnly);
      expect(explanation.checks.map(({ check }) => check).join()).to.not.match(/signature|well-formed/);
    });
  });

  it("gives the text that failedValidation sets, for tokens only", () => {
    const settings = { ...entraOnly, failedMessage: "No." };
    const told = (code: RefusalCode, evidence: Evidence) =>
      explain(refusal(code), pro, evidence, settings).message;
    expect(told("token_signature", { token: TOKEN.bad, key: ABSENT })).to.equal("No.");
    expect(told("key_unknown", { token: ABSENT, key: KEY.bad })).to.equal(REFUSALS.key_unknown.message);
  });

  describe("of a real request", () => {
    let entra: Entra;
    before(async () => {
      entra = await startIssuer();
    });
    after(() => entra.close());

    const asked = async (headers: Record<string, string>, rule?: { product: "starter" | "pro" }) =>
      authFor(entra).explain(viewOf(headers), rule);

    it("admitted by token: every check of a token passed", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "pro" });
      const explanation = await asked(presenting(token));
      expect(explanation).to.include({ outcome: "admit", status: 200, product: "pro" });
      expect(new Set(results(explanation))).to.deep.equal(new Set(["passed"]));
      expect(explanation.checks.map(({ check }) => check)).to.include.members([
        "its signature holds",
        "it is valid now",
      ]);
      expect(explanation.checks.map(({ check }) => check)).to.not.include(
        "one key is presented, not too long",
      );
    });
    it("admitted by key: every check of a key passed", async () => {
      const explanation = await asked(presenting(undefined, KEYS.contoso));
      expect(explanation.checks).to.deep.equal(
        [
          "a credential is presented",
          "one key is presented, not too long",
          "the subscriptions can be read",
          "it belongs to a subscription",
          "the subscription is active",
          "the subscription's owner is active",
          "the key is not void after being regenerated",
          "today is within its dates",
          "it opens this route's product",
        ].map((check) => ({ check, result: "passed" })),
      );
    });
    it("admitted by both: the checks of both", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "pro" });
      const checks = (await asked(presenting(token, KEYS.contoso))).checks.map(({ check }) => check);
      expect(checks).to.include.members(["its signature holds", "the subscription is active"]);
    });
    it("without the role: expected and found, and what the caller is told", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "pro", roles: ["Reader"] });
      const explanation = await asked(presenting(token), { product: "pro" });
      expect(explanation).to.deep.include({
        outcome: "refuse",
        status: 403,
        code: "role_missing",
        rule: { product: "pro" },
        message: REFUSALS.role_missing.message,
        hint: HINTS.otherRole,
      });
      expect(explanation.checks.find(({ result }) => result === "failed")).to.deep.equal({
        check: "it carries the rights demanded",
        result: "failed",
        expected: "Product.Pro.All",
        actual: "Reader",
      });
    });
    it("with a foreign key: what comes after is not reached", async () => {
      const explanation = await asked(presenting(await entra.flawed.foreignKey({ product: "pro" })));
      const failed = explanation.checks.findIndex(({ result }) => result === "failed");
      expect(explanation.checks[failed]?.check).to.equal("its signature holds");
      expect(new Set(results(explanation).slice(failed + 1))).to.deep.equal(new Set(["not reached"]));
    });
    it("without credentials: the first check fails", async () => {
      expect((await asked({})).checks[0]).to.deep.equal({
        check: "a credential is presented",
        result: "failed",
      });
    });
    it("holds neither token nor key", async () => {
      const token = await entra.flawed.wrongSignature({ product: "pro" });
      for (const headers of [
        presenting(token),
        presenting(undefined, KEYS.ended),
        presenting(undefined, "s3cret-x"),
      ]) {
        const text = JSON.stringify(await asked(headers));
        for (const secret of ["s3cret", ...token.split(".")]) expect(text).to.not.include(secret);
      }
    });
    it("tells no events", async () => {
      const events: unknown[] = [];
      const auth = authFor(entra, { onDecision: (event) => void events.push(event) });
      await auth.explain(viewOf(presenting(undefined, KEYS.contoso)));
      expect(events).to.deep.equal([]);
    });
    it("refuses a rule that names what does not exist", async () => {
      const failure = await asked({}, { product: "prro" as "pro" }).catch((error: Error) => error);
      expect((failure as Error).message).to.include(
        'explain(rule).product: names an unknown product, "prro"',
      );
    });
  });
});
