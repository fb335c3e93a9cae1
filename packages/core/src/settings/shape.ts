import * as v from "valibot";
import type { Problem } from "../errors.js";
import { CLIENT_STATES } from "../clients/client-application.js";
import { OWNER_STATES, SUBSCRIPTION_STATES } from "../subscriptions/subscription.js";
import { didYouMean } from "../did-you-mean.js";
import { ALGORITHMS } from "../tokens/algorithms.js";

const seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = v.pipe(
  v.string(),
  v.check((written) => written.trim() !== "", "empty"),
);
const aFunction = v.function();
const date = v.union([
  v.date(),
  v.pipe(
    v.string(),
    v.check((written) => !Number.isNaN(Date.parse(written)), "a date"),
  ),
]);

const requiredClaim = v.strictObject({
  name: text,
  values: v.optional(v.array(v.string())),
  match: v.optional(v.picklist(["all", "any"])),
  separator: v.optional(v.pipe(v.string(), v.minLength(1))),
});

const product = v.strictObject({
  displayName: v.optional(text),
  audience: v.optional(v.union([text, v.array(text)])),
  role: v.optional(v.union([text, v.literal(false)])),
  clients: v.optional(v.array(text)),
  requiredClaims: v.optional(v.array(requiredClaim)),
  accepts: v.optional(v.array(v.picklist(["token", "key", "open"]))),
  state: v.optional(v.picklist(["published", "notPublished"])),
});

const keyNames = v.strictObject({ header: v.optional(text), query: v.optional(text) });
const operation = v.strictObject({ method: text, urlTemplate: v.string() });
const api = v.strictObject({
  displayName: v.optional(text),
  path: v.string(),
  products: v.optional(v.array(v.string())),
  subscriptionRequired: v.optional(v.boolean()),
  subscriptionKeyParameterNames: v.optional(keyNames),
  operations: v.optional(v.record(v.string(), operation)),
});
const clientApplication = v.strictObject({
  id: text,
  displayName: v.optional(text),
  products: v.array(v.string()),
  state: v.picklist(CLIENT_STATES),
  ownerId: v.optional(text),
  ownerState: v.optional(v.picklist(OWNER_STATES)),
});

const key = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const subscription = v.strictObject({
  id: text,
  scope: text,
  state: v.optional(v.picklist(SUBSCRIPTION_STATES)),
  primaryKey: key,
  secondaryKey: v.optional(key),
  displayName: v.optional(text),
  ownerId: v.optional(text),
  ownerState: v.optional(v.picklist(OWNER_STATES)),
  startDate: v.optional(date),
  endDate: v.optional(date),
});

const isStore = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "findByKeyDigest" in value &&
  typeof value.findByKeyDigest === "function";

const isRegistry = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "findClient" in value &&
  typeof value.findClient === "function";

// Objects that may be one of several are checked where their content is read, in check-issuers.
const keyObject = v.custom<object>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

const issuer = v.strictObject({
  issuer: v.optional(v.union([v.string(), v.array(v.string())])),
  discoveryUrl: v.optional(text),
  jwksUri: v.optional(text),
  products: v.optional(v.pipe(v.array(text), v.minLength(1))),
  signingKeys: v.optional(v.array(keyObject)),
  algorithms: v.optional(v.pipe(v.array(v.picklist(ALGORITHMS)), v.minLength(1))),
  requireExpirationTime: v.optional(v.boolean()),
  rolesClaim: v.optional(text),
  scopesClaim: v.optional(text),
  clientClaim: v.optional(text),
  callerOf: v.optional(aFunction),
});

const tokenSource = v.strictObject({
  header: v.optional(text),
  requireScheme: v.optional(v.boolean()),
  query: v.optional(text),
});
const failedValidation = v.strictObject({ status: v.optional(v.number()), message: v.optional(text) });
const protectedResource = v.strictObject({
  resource: text,
  scopesSupported: v.optional(v.array(text)),
  resourceName: v.optional(text),
  resourceDocumentation: v.optional(text),
});

const options = v.strictObject({
  tenantId: v.optional(v.union([v.string(), v.array(v.string())])),
  allowedTenants: v.optional(v.array(v.string())),
  cloud: v.optional(v.picklist(["public", "us-government", "china"])),
  externalId: v.optional(v.string()),
  requireIdtyp: v.optional(v.boolean()),
  issuers: v.optional(v.array(issuer)),
  issuer: v.optional(v.string()),
  jwksUri: v.optional(v.string()),
  decryptionKeys: v.optional(v.array(keyObject)),
  tokenSource: v.optional(tokenSource),
  failedValidation: v.optional(failedValidation),
  protectedResource: v.optional(protectedResource),
  authorityHost: v.optional(v.string()),
  tokenVersions: v.optional(v.pipe(v.array(v.picklist(["1.0", "2.0"])), v.minLength(1))),
  products: v.record(v.string(), product),
  subscriptions: v.optional(v.union([v.array(subscription), v.custom(isStore)])),
  apis: v.optional(v.record(v.string(), api)),
  unmatchedPaths: v.optional(v.picklist(["refuse", "any-product"])),
  clientApplications: v.optional(v.union([v.array(clientApplication), v.custom(isRegistry)])),
  subscriptionKeyPepper: v.optional(
    v.union([text, v.strictObject({ current: text, previous: v.array(v.string()) })]),
  ),
  subscriptionCache: v.optional(v.strictObject({ ttl: v.optional(seconds), max: v.optional(positive) })),
  subscriptionDates: v.optional(v.picklist(["enforce", "audit"])),
  subscriptionKeyParameterNames: v.optional(keyNames),
  clockTolerance: v.optional(seconds),
  maxTokenLength: v.optional(count),
  tokenCacheSize: v.optional(count),
  signingKeys: v.optional(
    v.strictObject({
      refreshInterval: v.optional(seconds),
      unknownKeyInterval: v.optional(seconds),
      lastKnownGood: v.optional(seconds),
      timeout: v.optional(seconds),
    }),
  ),
  errors: v.optional(v.union([v.picklist(["gateway", "problem"]), aFunction])),
  onDecision: v.optional(aFunction),
  clock: v.optional(aFunction),
  fetch: v.optional(aFunction),
});

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(options.entries),
  products: Object.keys(product.entries),
  apis: Object.keys(api.entries),
  operations: Object.keys(operation.entries),
  clientApplications: Object.keys(clientApplication.entries),
  subscriptionKeyPepper: ["current", "previous"],
  subscriptionCache: ["ttl", "max"],
  requiredClaims: Object.keys(requiredClaim.entries),
  subscriptions: Object.keys(subscription.entries),
  subscriptionKeyParameterNames: ["header", "query"],
  signingKeys: ["refreshInterval", "unknownKeyInterval", "lastKnownGood", "timeout"],
  issuers: Object.keys(issuer.entries),
  tokenSource: Object.keys(tokenSource.entries),
  failedValidation: Object.keys(failedValidation.entries),
  protectedResource: Object.keys(protectedResource.entries),
};

/** Problems of form: unknown names, wrong types, values out of range. Every one of them. */
export function shapeProblems(given: unknown): Problem[] {
  const result = v.safeParse(options, given);
  return [...(result.success ? [] : result.issues.flatMap(leaves).map(problemOf)), ...unreadNames(given)];
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

function problemOf(issue: v.BaseIssue<unknown>): Problem {
  const keys = (issue.path ?? []).map((item) => String(item.key));
  const path = keys.length === 0 ? "options" : keys.reduce(join, "");
  if (issue.type === "strict_object" && issue.expected === "never") return unknownName(path, keys);
  if (issue.input === undefined) return { path, message: "is missing", fix: `write ${wish(issue)}` };
  return { path, message: `is ${kindOf(issue)}`, fix: `write ${wish(issue)}` };
}

const join = (path: string, key: string) =>
  /^\d+$/.test(key) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;

function unknownName(path: string, keys: readonly string[]): Problem {
  const name = keys.at(-1) ?? "";
  const parent = keys.slice(0, -1).findLast((key) => NAMES[key] !== undefined) ?? "";
  const known = NAMES[parent] ?? [];
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
  if (type === "picklist") return "none of the accepted values";
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
  tokenVersions: '"1.0", "2.0", or both in a list',
  errors: '"gateway", "problem", or a function',
  id: "a unique id",
  scope: "the product its keys open, such as /products/pro",
  primaryKey: "a key of 1 to 256 characters",
  secondaryKey: "a key of 1 to 256 characters",
  startDate: "a Date or an ISO 8601 text",
  endDate: "a Date or an ISO 8601 text",
};

function wish({ type, expected, path }: v.BaseIssue<unknown>): string {
  if (type === "picklist") return `one of ${expected ?? ""}`.replaceAll(" | ", ", ").replaceAll(/[()]/g, "");
  const named = WISHES_BY_NAME[String(path?.at(-1)?.key)];
  if (named !== undefined) return named;
  if (type === "union") return "a text, or a list of texts";
  return WISHES[type] ?? expected ?? "another value";
}
