import * as v from "valibot";
import type { PathProblem } from "../files/parse-json-file.js";
import { looksGenerated } from "./subscription-key.js";
import { OWNER_STATES, SUBSCRIPTION_STATES } from "../evidence/subscriptions/subscription.js";

const text = v.pipe(v.string(), v.minLength(1));
const time = v.pipe(v.number(), v.finite());
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
  endsAt: v.optional(time),
});

const stored = v.strictObject({
  id: text,
  scope: text,
  state: v.picklist(SUBSCRIPTION_STATES),
  displayName: v.optional(v.string()),
  ownerId: v.optional(v.string()),
  ownerState: v.optional(v.picklist(OWNER_STATES)),
  stateComment: v.optional(v.string()),
  createdDate: time,
  startDate: v.optional(time),
  endDate: v.optional(time),
  keys: v.array(key),
  version,
});

const file = v.strictObject({ version, subscriptions: v.array(stored) });

const EXPECTED: Readonly<Record<string, string>> = {
  id: "a non-empty string",
  scope: "a scope, such as /products/pro",
  state: `one of ${SUBSCRIPTION_STATES.join(", ")}`,
  ownerState: `one of ${OWNER_STATES.join(", ")}`,
  slot: "primary or secondary",
  digest: "the result of digestKey, 43 characters; never the key itself",
  hint: "the public part of the key, such as pask_…1234",
  version: "an integer of 0 or more",
  keys: "a list of keys: { slot, digest, hint }",
  subscriptions: "a list of subscriptions",
  createdDate: "milliseconds since 1970",
  startDate: "milliseconds since 1970",
  endDate: "milliseconds since 1970",
  endsAt: "milliseconds since 1970",
};

/** Checks a subscription before it is stored. */
export const problemsOfStored = (given: unknown): PathProblem[] => problemsIn(stored, given);

/** Checks the shape of a subscription file. */
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
    return { at, path, message: "is an unknown member", fix: "remove it" };
  const fix = `write ${EXPECTED[name ?? ""] ?? "a string"}`;
  // Never the value itself: it may be a key.
  return {
    at,
    path,
    message: issue.input === undefined ? "is missing" : "has the wrong type or format",
    fix,
  };
}

const join = (path: string, step: string | number): string =>
  typeof step === "number" ? `${path}[${step}]` : path === "" ? step : `${path}.${step}`;
