import type { Entra } from "@product-auth/emulator";
import type { Explanation, RefusalCode } from "@product-auth/core";
import { expect } from "chai";
import { explain } from "#src/explain.js";
import { HINTS } from "#src/hints.js";
import { REFUSALS } from "#src/refusals.js";
import { demand, refusal } from "./catalog.js";
import { KEYS, authFor, presenting, startIssuer } from "./issued.js";
import { viewOf } from "./view-of.js";

const results = ({ checks }: Explanation) => checks.map(({ result }) => result);

describe("explain", () => {
  describe("every code stands under exactly one check", () => {
    for (const [code, { status, message }] of Object.entries(REFUSALS) as [
      RefusalCode,
      { status: number; message: string },
    ][]) {
      it(code, () => {
        const requirement = demand({ product: code === "key_missing" ? "partner" : "pro" });
        const decision =
          status === 503
            ? ({ outcome: "unavailable", status: 503, code, retryAfter: 1, headers: {} } as const)
            : refusal(code, status as 401 | 403);
        const explanation = explain(decision, requirement);
        expect(explanation).to.include({ status, code, message });
        const made = results(explanation);
        const failed = made.indexOf("failed");
        expect(made).to.deep.equal([
          ...Array<string>(failed).fill("passed"),
          "failed",
          ...Array<string>(made.length - failed - 1).fill("not reached"),
        ]);
      });
    }
  });

  it("tells of the checks in the order in which they are made", () => {
    const requirement = demand({ product: "pro" });
    const failing = (code: RefusalCode) => results(explain(refusal(code), requirement)).indexOf("failed");
    const order: readonly RefusalCode[] = [
      "credentials_missing",
      "token_repeated",
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
    ];
    const places = order.map(failing);
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    expect(new Set(places).size).to.equal(order.length);
  });

  describe("of a real request", () => {
    let entra: Entra;
    before(async () => {
      entra = await startIssuer();
    });
    after(() => entra.close());

    const explained = async (headers: Record<string, string>, rule?: { product: "starter" | "pro" }) =>
      authFor(entra).explain(viewOf(headers), rule);

    it("admitted by token: every check of a token passed", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "pro" });
      const explanation = await explained(presenting(token));
      expect(explanation).to.include({ outcome: "admit", status: 200, product: "pro" });
      expect(new Set(results(explanation))).to.deep.equal(new Set(["passed"]));
      expect(explanation.checks.map(({ check }) => check)).to.include.members([
        "its signature holds",
        "it is valid now",
      ]);
      expect(explanation.checks.map(({ check }) => check)).to.not.include("a key is presented once");
    });
    it("admitted by key: every check of a key passed", async () => {
      const explanation = await explained(presenting(undefined, KEYS.contoso));
      expect(explanation.checks).to.deep.equal(
        [
          "a credential is presented",
          "a key is presented once",
          "the subscriptions can be read",
          "it belongs to a subscription",
          "the subscription is active",
          "today is within its dates",
          "it opens this route's product",
        ].map((check) => ({ check, result: "passed" })),
      );
    });
    it("admitted by both: the checks of both", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "pro" });
      const checks = (await explained(presenting(token, KEYS.contoso))).checks.map(({ check }) => check);
      expect(checks).to.include.members(["its signature holds", "the subscription is active"]);
    });
    it("without the role: expected and found, and what the caller is told", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "pro", roles: ["Reader"] });
      const explanation = await explained(presenting(token), { product: "pro" });
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
      const explanation = await explained(presenting(await entra.flawed.foreignKey({ product: "pro" })));
      const failed = explanation.checks.findIndex(({ result }) => result === "failed");
      expect(explanation.checks[failed]?.check).to.equal("its signature holds");
      expect(new Set(results(explanation).slice(failed + 1))).to.deep.equal(new Set(["not reached"]));
    });
    it("without credentials: the first check fails", async () => {
      expect((await explained({})).checks[0]).to.deep.equal({
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
        const text = JSON.stringify(await explained(headers));
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
      const failure = await explained({}, { product: "prro" as "pro" }).catch((error: Error) => error);
      expect((failure as Error).message).to.include(
        'explain(rule).product: names an unknown product, "prro"',
      );
    });
  });
});
