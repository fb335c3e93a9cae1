import { expect } from "chai";
import { createProductAuth, type DecisionEvent, type PolicyFunction } from "#src/index.js";
import { viewOf } from "../request/view-of.js";

const CHECK = "the policy of the application lets it pass";
const refusal = { status: 402, message: "The plan has ended.", headers: { "x-plan": "ended" } };

function authWith(first: PolicyFunction, second: PolicyFunction = () => undefined) {
  const events: DecisionEvent[] = [];
  const auth = createProductAuth({
    products: { starter: { accepts: ["key"], custom: [{ name: "plan", judge: first }] } },
    policies: { custom: [{ name: "tenant", judge: second }] },
    subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme" }],
    onDecision: (event) => events.push(event),
  });
  return { auth, events };
}

const view = viewOf({ "ocp-apim-subscription-key": "acme" });

describe("explain: policies of the application", () => {
  const explained = async (first: PolicyFunction) => {
    const { auth, events } = authWith(first);
    const { outcome, status, code, message, checks } = await auth.explain(view, { product: "starter" });
    const ofPolicies = checks.filter(({ policy }) => policy !== undefined);
    expect(events).to.deep.equal([]);
    return { outcome, status, code, message, checks: ofPolicies };
  };
  const global = { check: CHECK, result: "passed", policy: { place: "global", index: 0, name: "tenant" } };
  const place = { place: "product:starter", index: 0, name: "plan" };

  it("each is a check, in the order of the chain", async () =>
    expect(await explained(() => undefined)).to.deep.include({
      outcome: "admit",
      checks: [global, { check: CHECK, result: "passed", policy: place }],
    }));
  it("the same when it is waited for", async () =>
    expect(await explained(async () => Promise.resolve(undefined))).to.deep.include({
      outcome: "admit",
      checks: [global, { check: CHECK, result: "passed", policy: place }],
    }));
  it("the one that refuses fails, with its status and its text", async () =>
    expect(await explained(() => refusal)).to.deep.equal({
      outcome: "refuse",
      status: 402,
      code: "policy_refused",
      message: "The plan has ended.",
      checks: [global, { check: CHECK, result: "failed", policy: place }],
    }));
  it("the one that does not answer fails, with the reason", async () => {
    const failed = await explained(() => Promise.reject(new RangeError("secret")));
    expect(failed).to.deep.include({ outcome: "unavailable", status: 503, code: "policy_unavailable" });
    expect(failed.checks.at(-1)).to.deep.equal({
      ...{ check: CHECK, result: "failed", actual: "RangeError", policy: place },
    });
  });
});

describe("authorize: policies of the application", () => {
  it("are called in the order of the chain, with the access; the first refusal ends the chain", () => {
    const called: string[] = [];
    const { auth, events } = authWith(
      () => void called.push("product") as undefined,
      ({ access }) => {
        called.push(`global ${access.product} ${access.credential}`);
        return called.length > 2 ? refusal : undefined;
      },
    );
    const rule = auth.requirement({ product: "starter" });
    expect(auth.authorize(view, rule)).to.include({ outcome: "admit" });
    expect(auth.authorize(viewOf({ "ocp-apim-subscription-key": "wrong" }), rule)).to.include({
      outcome: "refuse",
    });
    const refused = auth.authorize(view, rule);
    expect(called).to.deep.equal(["global starter key", "product", "global starter key"]);
    if (refused instanceof Promise || refused.outcome !== "refuse") throw new Error("not refused");
    expect(events.at(-1)).to.deep.include({
      outcome: "refuse",
      code: "policy_refused",
      status: 402,
      policy: { place: "global", index: 0, name: "tenant" },
    });
    const { status, headers, body } = auth.answer(refused);
    expect([status, body]).to.deep.equal([402, '{ "statusCode": 402, "message": "The plan has ended." }']);
    expect(headers).to.deep.equal({
      "x-plan": "ended",
      "content-type": "application/json",
      "cache-control": "no-store",
    });
  });
  it("may write another text for each request", () => {
    let n = 0;
    const { auth } = authWith(() => ({ status: 401, message: `Refused ${(n += 1)}.` }));
    const bodies = [1, 2].map(() => {
      const refused = auth.authorize(view, auth.requirement({ product: "starter" }));
      if (refused instanceof Promise || refused.outcome !== "refuse") throw new Error("not refused");
      const { headers, body } = auth.answer(refused);
      expect(headers).to.not.have.property("www-authenticate");
      return body;
    });
    expect(bodies).to.deep.equal([1, 2].map((i) => `{ "statusCode": 401, "message": "Refused ${i}." }`));
  });
  it("a key that ends while a policy is awaited is refused", async () => {
    let now = Date.UTC(2026, 0, 1);
    const auth = createProductAuth({
      products: {
        starter: {
          accepts: ["key"],
          custom: [{ name: "plan", judge: async () => void (now += 60_000) as undefined }],
        },
      },
      subscriptions: [
        { id: "acme", scope: "/products/starter", primaryKey: "acme", endDate: new Date(now + 30_000) },
      ],
      clock: () => now,
    });
    expect(await auth.authorize(view, auth.requirement({ product: "starter" }))).to.include({
      code: "key_ended",
    });
  });
});

describe("rules: policies of the application", () => {
  const { auth } = authWith(() => undefined);
  const rule = (judge: PolicyFunction) => ({
    product: "starter" as const,
    custom: [{ name: "plan", judge }],
  });
  const decided = (handle: ReturnType<typeof auth.requirement>) => {
    const decision = auth.authorize(view, handle);
    if (decision instanceof Promise) throw new Error("awaited");
    return decision.outcome === "refuse" ? `${decision.status} ${decision.policy?.place}` : decision.outcome;
  };
  const pass = () => undefined;

  it("two rules that differ by their functions only are two requirements, also after an update", () => {
    const [open, shut] = [auth.requirement(rule(pass)), auth.requirement(rule(() => refusal))];
    const again = auth.requirement(rule(pass));
    const outcomes = () => [open, shut, auth.requirement({ product: "starter" }), again].map(decided);
    const expected = ["admit", "402 rule", "admit", "admit"];
    expect(open).to.equal(again);
    expect(outcomes()).to.deep.equal(expected);
    auth.update({ products: { starter: { accepts: ["key"] } } });
    expect(outcomes()).to.deep.equal(expected);
  });
  it("alternatives of anyOf: those of the one that admits", () => {
    const anyOf = auth.requirement({
      anyOf: [
        { product: "starter", custom: [{ name: "plan", judge: () => refusal }] },
        { product: "starter" },
      ],
    });
    expect(decided(anyOf)).to.equal("402 rule");
  });
  it("an update replaces those of the catalog, and keeps those of the instance", () => {
    const made = authWith(
      () => refusal,
      ({ view: { path } }) => (path === "/shut" ? refusal : undefined),
    ).auth;
    const handle = made.requirement({ product: "starter" });
    const code = (path: string) => {
      const decision = made.authorize(viewOf({ "ocp-apim-subscription-key": "acme" }, { path }), handle);
      if (decision instanceof Promise) throw new Error("awaited");
      return decision.outcome === "refuse" ? decision.policy?.place : decision.outcome;
    };
    expect([code("/"), code("/shut")]).to.deep.equal(["product:starter", "global"]);
    made.update({ products: { starter: { accepts: ["key"] } } });
    expect([code("/"), code("/shut")]).to.deep.equal(["admit", "global"]);
    made.update({ products: { starter: { accepts: ["key"] } }, policies: {} });
    expect([code("/"), code("/shut")]).to.deep.equal(["admit", "admit"]);
  });
});
