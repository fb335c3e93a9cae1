import type { PlacedRule } from "../report/report.js";
import type { LimitRule, NumberText, Rule } from "../report/rule.js";
import { refusalStatus } from "../writing/connection-policies.js";
import type { Call } from "./call.js";
import { canPass, fittingCall, type Aim } from "./fitting-call.js";

/** A call with what must become of it. */
export interface Probe {
  readonly outcome: "admits" | "refuses";
  /** The status of the refusal; of an admitted call any other. */
  readonly status: NumberText;
  readonly call: Call;
  /** What the call has or lacks, in words. */
  readonly what: string;
  /** How often it is sent before, so that a limit is used up. */
  readonly before?: number;
  /** What a script cannot do: the command is given as a comment. */
  readonly byHand?: string;
}

/** More calls than this are left to the reader. */
const MOST_CALLS = 200;

/** A call that a rule admits and one that it refuses. `elsewhere`: where a rule about products refuses. */
export function probesOf({ rule }: PlacedRule, aim: Aim, elsewhere: Aim | undefined): readonly Probe[] {
  const status = statusOf(rule);
  const right = fittingCall(aim);
  const admits = (what: string, more: Partial<Probe> = {}): readonly Probe[] =>
    canPass(aim) ? [{ outcome: "admits", status, call: right, what, ...more }] : [];
  const refuses = (what: string, call: Call, more: Partial<Probe> = {}): Probe => ({
    ...{ outcome: "refuses", status, call, what },
    ...more,
  });
  switch (rule.kind) {
    case "token":
      return [...admits("with the token"), refuses("without the token", withoutToken(right, rule.source))];
    case "header":
      return [
        ...admits(`with the header ${rule.name}`),
        refuses(`without the header ${rule.name}`, withoutHeader(right, rule.name)),
      ];
    case "claim":
      return [
        ...admits("with a token that has the claim"),
        refuses("with a token that lacks the claim", fittingCall(aim, rule)),
      ];
    case "certificate":
      return [
        ...admits("with a certificate", { status: 401 }),
        refuses("without a certificate", { ...right, certificate: false }, { status: 401 }),
      ];
    case "ip": {
      const listed = [...rule.addresses, ...rule.ranges.map(([from, to]) => `${from} to ${to}`)].join(", ");
      const [good, bad] = rule.action === "allow" ? ["of", "other than"] : ["other than", "of"];
      return [
        ...admits(`from an address ${good} ${listed}`, { byHand: "the address decides" }),
        refuses(`from an address ${bad} ${listed}`, right, { byHand: "the address decides" }),
      ];
    }
    case "rate":
    case "quota":
      return limitProbes(rule, right, { admits, refuses });
    case "key":
      return [...admits("with a key"), refuses("without a key", withoutKey(right, aim), { status: 401 })];
    case "context":
      return [
        ...admits("in the context of the product"),
        ...(elsewhere === undefined ? [] : [refuses("outside of the product", fittingCall(elsewhere))]),
      ];
    case "deny":
      return [refuses("in any form", right)];
  }
}

function limitProbes(
  { kind, calls, period }: LimitRule,
  call: Call,
  {
    admits,
    refuses,
  }: {
    readonly admits: (what: string) => readonly Probe[];
    readonly refuses: (what: string, call: Call, more: Partial<Probe>) => Probe;
  },
): readonly Probe[] {
  if (calls === undefined) return admits("below the limit");
  const what = `after ${calls} calls within ${period} seconds`;
  const isFew = typeof calls === "number" && calls <= MOST_CALLS && kind === "rate";
  const more = isFew ? { before: calls } : { byHand: "it takes many calls, and uses the quota up" };
  return [...admits("below the limit"), refuses(what, call, more)];
}

const withoutHeader = (call: Call, name: string): Call => ({
  ...call,
  headers: new Map([...call.headers].filter(([one]) => one.toLowerCase() !== name.toLowerCase())),
});

function withoutToken(call: Call, source: string): Call {
  const name = source.slice(source.indexOf(":") + 1);
  if (source.startsWith("header:")) return withoutHeader(call, name);
  return { ...call, query: new Map([...call.query].filter(([one]) => one !== name)) };
}

const withoutKey = (call: Call, { point, configuration }: Aim): Call => {
  const api = configuration.apis.find(({ name }) => name === point.api)!;
  return withoutHeader(call, api.keyHeader ?? "Ocp-Apim-Subscription-Key");
};

function statusOf(rule: Rule): NumberText {
  if (rule.kind === "rate") return 429;
  return refusalStatus(
    "status" in rule && !Array.isArray(rule.status) ? (rule.status as NumberText) : undefined,
    rule.kind === "token" ? 401 : 403,
  );
}
