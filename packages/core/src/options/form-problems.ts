import * as v from "valibot";
import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import { catalogShape, NAMES, optionsShape, type Shape } from "./shape.js";

/** Problems of form: unknown names, wrong types, values out of range. Every one of them. */
export function shapeProblems(given: unknown): Problem[] {
  return formProblems(given, optionsShape);
}

/** The same of a catalog, which knows fewer names. */
export function catalogShapeProblems(given: unknown): Problem[] {
  return formProblems(given, catalogShape);
}

function formProblems(given: unknown, shape: Shape): Problem[] {
  const result = v.safeParse(shape, given, { abortPipeEarly: true });
  const names = Object.keys(shape.entries);
  return [
    ...(result.success ? [] : result.issues.flatMap(leaves).map((issue) => problemOf(issue, names))),
    ...unreadNames(given),
  ];
}

// A record of valibot passes over the first three names unread, and reads a list as if its places were names.
function unreadNames(given: unknown): Problem[] {
  const apis = member(given, "apis");
  const operations = (api: string) => member(member(apis, api), "operations");
  return [
    ...unread("products", member(given, "products"), "a product"),
    ...unread("apis", apis, "an API"),
    ...(typeof apis === "object" && apis !== null ? Object.keys(apis) : []).flatMap((api) =>
      unread(`apis.${api}.operations`, operations(api), "an operation"),
    ),
  ];
}

const member = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null && Object.hasOwn(of, name)
    ? (of as Readonly<Record<string, unknown>>)[name]
    : undefined;

function unread(path: string, record: unknown, what: string): Problem[] {
  if (typeof record !== "object" || record === null) return [];
  if (Array.isArray(record)) {
    return [{ path, message: "is a list", fix: `write ${WISHES_BY_NAME[path.split(".").at(-1)!]!}` }];
  }
  return ["__proto__", "prototype", "constructor"]
    .filter((name) => Object.hasOwn(record, name))
    .map((name) => ({
      path: `${path}.${name}`,
      message: `is not ${what} name`,
      fix: "use a name that means nothing to JavaScript",
    }));
}

// A union that fails says so once; the branch that comes closest says what is wrong inside.
function leaves(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown>[] {
  const deeper = (issue.issues ?? []).filter((inner) => (inner.path?.length ?? 0) > 0);
  if (issue.type !== "union" || deeper.length === 0) return [issue];
  return deeper.map(
    (inner) => ({ ...inner, path: [...(issue.path ?? []), ...inner.path!] }) as v.BaseIssue<unknown>,
  );
}

function problemOf(issue: v.BaseIssue<unknown>, names: readonly string[]): Problem {
  const keys = (issue.path ?? []).map((item) => String(item.key));
  const path = keys.length === 0 ? "options" : keys.reduce(join, "");
  if (issue.type === "strict_object" && issue.expected === "never") return unknownName(path, keys, names);
  if (issue.input === undefined) return { path, message: "is missing", fix: `write ${wish(issue)}` };
  return { path, message: `is ${kindOf(issue)}`, fix: `write ${wish(issue)}` };
}

const join = (path: string, key: string) =>
  /^\d+$/.test(key) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;

function unknownName(path: string, keys: readonly string[], names: readonly string[]): Problem {
  const name = keys.at(-1) ?? "";
  const parent = keys.slice(0, -1).findLast((key) => NAMES[key] !== undefined);
  const known = parent === undefined ? names : (NAMES[parent] ?? []);
  const meant = didYouMean(name, known);
  const fix =
    meant === undefined ? `remove it; known names are ${known.join(", ")}` : `did you mean "${meant}"?`;
  return { path, message: "is not an option", fix };
}

// Never the value itself: it may be a key.
function kindOf({ input, type }: v.BaseIssue<unknown>): string {
  if (input === null) return "null";
  if (type === "check") return "empty or unreadable";
  if (type === "min_length" || type === "max_length" || type === "min_value")
    return "too long, too short or too small";
  if (type === "gt_value" || type === "max_value") return "out of range";
  if (type === "picklist") return "none of the accepted values";
  if (Number.isNaN(input)) return "NaN";
  if (type === "safe_integer") return "no whole number";
  if (Array.isArray(input)) return "a list";
  return typeof input === "object" ? "an object" : `a ${typeof input}`;
}

const WISHES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  finite: "a finite number",
  safe_integer: "a whole number",
  function: "a function",
  array: "a list",
  record: "an object with one entry per product",
  strict_object: "an object",
  min_value: "a number that is not negative",
  min_length: "a longer value",
  max_length: "at most 256 characters",
  check: "a text that is not empty",
};

const WISHES_BY_NAME: Readonly<Record<string, string>> = {
  products: 'an object with one entry per product, such as { starter: { audience: "api://…" } }',
  apis: 'an object with one entry per API, such as { orders: { path: "orders" } }',
  operations: 'an object with one entry per operation, such as { list: { method: "GET", urlTemplate: "/" } }',
  subscriptions: "a list of subscriptions, or a store with findByKeyDigest",
  clientApplications: "a list of client applications, or a registry with findClient",
  subscriptionKeyPepper: "a text, or { current, previous: [] }",
  storeTimeout: "a number of seconds above 0, at most 60",
  tokenVersions: '"1.0", "2.0", or both in a list',
  origins: 'a list of origins such as https://app.example, or "any"',
  errors: '"gateway", "problem", or a function',
  id: "a unique id",
  values: "at least one value, or leave it out: then the claim must be there with any",
  scope: "the product its keys open, such as /products/pro",
  primaryKey: "a key of 1 to 256 characters",
  secondaryKey: "a key of 1 to 256 characters",
  startDate: "a Date or an ISO 8601 text",
  endDate: "a Date or an ISO 8601 text",
};

function wish({ type, expected, path, message, requirement }: v.BaseIssue<unknown>): string {
  if (type === "min_value" && requirement !== 0) return `a number of at least ${String(requirement)}`;
  if (type === "max_length" && String(path?.at(-1)?.key).endsWith("Keys"))
    return `at most ${String(requirement)} keys`;
  if (type === "picklist") return `one of ${expected ?? ""}`.replaceAll(" | ", ", ").replaceAll(/[()]/g, "");
  const named = WISHES_BY_NAME[String(path?.at(-1)?.key)];
  if (named !== undefined) return named;
  if (type === "max_value") return message;
  if (type === "union") return "a text, or a list of texts";
  return WISHES[type] ?? expected ?? "another value";
}
