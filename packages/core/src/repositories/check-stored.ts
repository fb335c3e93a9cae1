import * as v from "valibot";
import type { Problem } from "../lib/errors.js";
import type { JsonPath } from "../lib/json-places.js";
import { looksGenerated } from "./subscription-key.js";
import { OWNER_STATES, SUBSCRIPTION_STATES } from "../evidence/subscriptions/subscription.js";

/** A problem and the way to what it is about. */
export interface PathProblem extends Problem {
  readonly at: JsonPath;
}

const text = v.pipe(v.string(), v.minLength(1));
const moment = v.pipe(v.number(), v.finite());
const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const key = v.strictObject({
  slot: v.picklist(["primary", "secondary"]),
  digest: v.pipe(
    v.string(),
    v.regex(/^[\w-]{43}$/),
    v.check((written) => !looksGenerated(written)),
  ),
  hint: v.string(),
  pepper: v.optional(v.string()),
  endsAt: v.optional(moment),
});

const stored = v.strictObject({
  id: text,
  scope: text,
  state: v.picklist(SUBSCRIPTION_STATES),
  displayName: v.optional(v.string()),
  ownerId: v.optional(v.string()),
  ownerState: v.optional(v.picklist(OWNER_STATES)),
  stateComment: v.optional(v.string()),
  createdDate: moment,
  startDate: v.optional(moment),
  endDate: v.optional(moment),
  keys: v.array(key),
  version,
});

const file = v.strictObject({ version, subscriptions: v.array(stored) });

const WISHES: Readonly<Record<string, string>> = {
  id: "a text that is not empty",
  scope: "a scope, such as /products/pro",
  state: `one of ${SUBSCRIPTION_STATES.join(", ")}`,
  ownerState: `one of ${OWNER_STATES.join(", ")}`,
  slot: "primary or secondary",
  digest: "digestKey of the key, 43 characters; never the key itself",
  hint: "what may be shown of the key, such as pask_…1234",
  version: "a whole number",
  keys: "a list of keys at rest",
  subscriptions: "a list of subscriptions",
  createdDate: "milliseconds since 1970",
  startDate: "milliseconds since 1970",
  endDate: "milliseconds since 1970",
  endsAt: "milliseconds since 1970",
};

/** What is wrong with a subscription that is to be stored. */
export const problemsOfStored = (given: unknown): PathProblem[] => problemsIn(stored, given);

/** What is wrong with the form of a subscription file. */
export const problemsOfFile = (given: unknown): PathProblem[] => problemsIn(file, given);

function problemsIn(schema: typeof stored | typeof file, given: unknown): PathProblem[] {
  const result = v.safeParse(schema, given);
  return result.success ? [] : result.issues.map(problemOf);
}

function problemOf(issue: v.BaseIssue<unknown>): PathProblem {
  const at = (issue.path ?? []).map(({ key: step }) => (typeof step === "number" ? step : String(step)));
  const name = at.findLast((step) => typeof step === "string");
  const path = at.length === 0 ? "file" : at.reduce<string>(join, "");
  if (issue.type === "strict_object" && issue.expected === "never")
    return { at, path, message: "is not a member", fix: "remove it" };
  const fix = `write ${WISHES[name ?? ""] ?? "a text"}`;
  // Never the value itself: somebody may have written a key there.
  return { at, path, message: issue.input === undefined ? "is missing" : "is of the wrong form", fix };
}

const join = (path: string, step: string | number): string =>
  typeof step === "number" ? `${path}[${step}]` : path === "" ? step : `${path}.${step}`;
