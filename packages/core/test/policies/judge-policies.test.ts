import { expect } from "chai";
import type { Access, Admit, Decision, Refuse, Unavailable } from "#src/index.js";
import { refuse, refuseByApplication, unavailable } from "#src/decision/refused.js";
import type { CustomPolicy } from "#src/policies/custom/custom-policy.js";
import { judgePolicies, type PolicyQuery } from "#src/policies/judge-policies.js";
import { NO_POLICIES, type PlacedPolicies } from "#src/policies/placed-policies.js";
import { appToken, NOW } from "../evidence/evidence-of.js";
import { viewOf } from "../request/view-of.js";
import { policyWith } from "./token/policy-with.js";

const access = Object.freeze({ product: "pro", credential: "key" }) as Access;
const admitted: Admit = Object.freeze({ outcome: "admit", access, headers: {} });
const REFUSED = refuse({ failedStatus: undefined }, { code: "key_retired" });
const CERTIFICATE = { subject: "CN=a" } as never;
const named = policyWith({ place: { place: "global", index: 0, name: "caller" } });
const elsewhere = policyWith({ tokenPlace: { header: "x-user-token", scheme: "none" } });

const custom = (name: string, judge: CustomPolicy["judge"] = () => undefined): CustomPolicy => ({
  place: { place: "global", index: 0, name },
  judge,
});
const refusing = refuseByApplication(custom("no").place, { status: 402, message: "No.", headers: {} });

/** Judges policies and lists what was asked, in order. `later`: every answer is a promise. */
function judged(policies: Partial<PlacedPolicies>, more: Partial<PolicyQuery<string>> = {}, later = false) {
  const asked: string[] = [];
  const answer = <T>(what: string, value: T) => {
    asked.push(what);
    return later ? Promise.resolve(value) : value;
  };
  const result = judgePolicies<string>(
    admitted,
    { ...NO_POLICIES, ...policies },
    {
      view: viewOf(),
      clock: () => NOW,
      rejudge: () => answer("again", admitted) as Admit,
      now: NOW,
      throttle: () => undefined,
      examine: ({ place: { name = "nameless" } }) =>
        answer(`token ${name}`, { kind: "good", token: appToken() } as const),
      takeLimits: (decision, limits) => answer(`${limits.length} limits`, decision),
      judgeConnection: (list) =>
        answer(`${list.length} connection`, {
          outcome: "passed",
          accepted: undefined,
          facts: undefined,
        } as const),
      ...more,
    },
  );
  return { result, asked };
}

const CONNECTION = [{}] as never;
const LIMITS = [{}, {}] as never;
const ALL = { connection: CONNECTION, tokens: [named], custom: [custom("mine")], limits: LIMITS };

describe("the policies of an admitted request", () => {
  it("none: the decision itself, at once", () => {
    const { result, asked } = judged({});
    expect(result).to.equal(admitted);
    expect(asked).to.deep.equal([]);
  });
  it("are asked in order, at once when nothing must be awaited", () => {
    const { result, asked } = judged(ALL);
    expect(asked).to.deep.equal(["1 connection", "token caller", "2 limits"]);
    expect(result).to.have.nested.property("access.tokens.caller");
  });
  it("after a wait the credential is judged again, before the limits", async () => {
    let asked: string[] = [];
    const found = judged(ALL, { rejudge: () => (asked.push("again"), admitted) }, true);
    asked = found.asked;
    expect(await found.result).to.include({ outcome: "admit" });
    expect(asked).to.deep.equal(["1 connection", "token caller", "again", "2 limits"]);
  });
  it("a credential that has ended meanwhile is refused, and takes nothing from a limit", async () => {
    const { result, asked } = judged(ALL, { rejudge: () => REFUSED }, true);
    expect(await result).to.equal(REFUSED);
    expect(asked).to.not.include("2 limits");
  });
  it("the first refusal ends it", async () => {
    const untouched = custom("later", () => expect.fail("not asked"));
    const rows: readonly (readonly [
      policies: Partial<PlacedPolicies>,
      query: Partial<PolicyQuery<string>>,
      asked: string[],
    ])[] = [
      [ALL, { judgeConnection: () => REFUSED }, []],
      [ALL, { examine: () => ({ kind: "absent" }) }, ["1 connection"]],
      [ALL, { throttle: () => REFUSED }, ["1 connection"]],
      [{ ...ALL, custom: [custom("no", () => refusing), untouched] }, {}, ["1 connection", "token caller"]],
      [
        { ...ALL, custom: [custom("no", async () => refusing), untouched] },
        {},
        ["1 connection", "token caller"],
      ],
      [ALL, { takeLimits: () => REFUSED }, ["1 connection", "token caller"]],
    ];
    for (const [policies, query, expected] of rows) {
      const { result, asked } = judged(policies, query);
      expect((await result).outcome).to.equal("refuse");
      expect(asked.filter((one) => one !== "again")).to.deep.equal(expected);
    }
  });
});

describe("what policies add to the decision", () => {
  it("the certificate and the facts of the product's own policies", () => {
    const facts = { certificate: { subject: "CN=a", thumbprint: "A" } };
    const { result } = judged(
      { connection: CONNECTION },
      { judgeConnection: () => ({ outcome: "passed", accepted: CERTIFICATE, facts }) },
    );
    expect(result).to.deep.include({ outcome: "admit", connection: facts });
    expect(result).to.have.nested.property("access.certificate", CERTIFICATE);
  });
  it("the tokens of named policies, in a frozen access that is otherwise the same", () => {
    const { access: found, headers } = judged({ tokens: [named] }).result as Admit;
    expect(Object.keys(found.tokens!)).to.deep.equal(["caller"]);
    expect(found).to.be.frozen;
    expect(found).to.include({ product: "pro", credential: "key" });
    expect(headers).to.equal(admitted.headers);
  });
  it("private, for a token outside of Authorization, with a name or without", () => {
    for (const tokens of [[elsewhere], [elsewhere, named]]) {
      const { access: found, headers } = judged({ tokens }).result as Admit;
      expect(headers).to.deep.equal({ "cache-control": "private" });
      expect(found === access).to.equal(tokens.length === 1);
    }
  });
  it("nothing for a token without a name in Authorization: the decision itself", () => {
    expect(judged({ tokens: [policyWith()] }).result).to.equal(admitted);
  });
});

describe("the throttle before tokens of policies", () => {
  it("is asked with them, and passes at once or later", async () => {
    for (const later of [false, true]) {
      const seen: unknown[] = [];
      const { result } = judged(
        { tokens: [named] },
        {
          throttle: (policies) => {
            seen.push(policies);
            return later ? Promise.resolve(undefined) : undefined;
          },
        },
      );
      expect(result instanceof Promise).to.equal(later);
      expect(await result).to.have.nested.property("access.tokens.caller");
      expect(seen).to.deep.equal([[named]]);
    }
  });
  it("refuses before a token is verified, also later", async () => {
    for (const refusal of [REFUSED, Promise.resolve(REFUSED)]) {
      const { result, asked } = judged({ tokens: [named] }, { throttle: () => refusal });
      expect(await result).to.equal(REFUSED);
      expect(asked).to.not.include("token caller");
    }
  });
});

describe("policies of the application", () => {
  it("are asked one after the other, with the tokens that were found", async () => {
    const seen: string[] = [];
    const asking = (name: string, later: boolean) =>
      custom(name, ({ view, access: { tokens } }) => {
        seen.push(`${name} ${view.path} ${Object.keys(tokens ?? {}).join()}`);
        return later ? Promise.resolve(undefined) : undefined;
      });
    const list = [asking("a", false), asking("b", true), asking("c", false), asking("d", true)];
    const { result } = judged({ tokens: [named], custom: list });
    expect(await result).to.include({ outcome: "admit" });
    expect(seen).to.deep.equal(["a", "b", "c", "d"].map((name) => `${name} /orders caller`));
  });
  it("the first that refuses or fails ends it, also after one that was waited for", async () => {
    const failed = unavailable({ code: "policy_unavailable", retryAfter: 5 });
    const decided: readonly (readonly [CustomPolicy[], Refuse | Unavailable])[] = [
      [
        [custom("a", async () => undefined), custom("b", () => refusing), custom("c", () => failed)],
        refusing,
      ],
      [[custom("a"), custom("b", () => Promise.resolve(failed)), custom("c", () => refusing)], failed],
    ];
    for (const [list, expected] of decided) expect(await judged({ custom: list }).result).to.equal(expected);
  });
  it("are reported with what they decided, each that was asked", async () => {
    for (const later of [false, true]) {
      const seen: unknown[] = [];
      const observeCustom: PolicyQuery<string>["observeCustom"] = ({ place: { name } }, refusal) =>
        seen.push([name, refusal]);
      const answer = <T>(value: T) => (later ? Promise.resolve(value) : value);
      const list = [
        custom("a", () => answer(undefined)),
        custom("b", () => answer(refusing)),
        custom("c", () => expect.fail("not asked")),
      ];
      const found: Decision = await judged({ custom: list }, { observeCustom }).result;
      expect(found).to.equal(refusing);
      expect(seen).to.deep.equal([
        ["a", undefined],
        ["b", refusing],
      ]);
    }
  });
});
