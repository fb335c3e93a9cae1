import * as v from "valibot";
import { CLIENT_STATES } from "../evidence/clients/client-application.js";
import { OWNER_STATES, SUBSCRIPTION_STATES } from "../evidence/subscriptions/subscription.js";
import { ALGORITHMS } from "../evidence/tokens/keys/algorithms.js";

// Each number has an upper bound. A slip of units, milliseconds for seconds, would otherwise switch a check off and
// start without a word: with clockTolerance 1e9 a token of 1995 is good.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Tokens of Entra live for an hour or so: with more tolerance than that, `exp` means nothing. */
const MOST_CLOCK_TOLERANCE = HOUR;
/** For so long a key that the issuer took back still works, twice over where nobody calls in between. */
const MOST_REFRESH_INTERVAL = DAY;
/** For so long a new key may be refused. */
const MOST_UNKNOWN_KEY_INTERVAL = HOUR;
/** The longest outage worth bridging; no issuer keeps a key for much longer after taking it out of use. */
const MOST_LAST_KNOWN_GOOD = 7 * DAY;
/** For so long a request may wait for a fetch: clients and proxies give up earlier. */
const MOST_TIMEOUT = MINUTE;
/** For so long a revoked subscription key works. */
const MOST_TTL = HOUR;
/** A quarter of a kilobyte each at least: more entries than a process has memory for. */
const MOST_ENTRIES = 1_000_000;
/** Eight times what Node takes of all headers by default. What is longer is read before its signature is checked. */
const MOST_TOKEN_LENGTH = 131_072;
/** 1 GiB: a quarter of the heap that Node uses by default on a large machine. */
const MOST_CACHE_BYTES = 1_073_741_824;
/** For so long a connection goes on after its credential has ended. */
const MOST_CLOSE_TIMEOUT = 30;
/** For so long a suspension may go unseen on an open connection. */
const MOST_RECHECK_TIMEOUT = HOUR;
/** Each may be tried with a token that names none of them. */
const MOST_KEYS = 16;

/** The form of an object: its names, and the forms of what stands there. */
export type Shape = v.GenericSchema & { readonly entries: Readonly<Record<string, v.GenericSchema>> };

const seconds = (most: number) =>
  v.pipe(v.number(), v.minValue(0), v.maxValue(most, `at most ${most} seconds`));
const count = (what: string, most: number, least = 0) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most, `at most ${most} ${what}`), v.safeInteger());
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
  values: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
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
  signingKeys: v.optional(v.pipe(v.array(keyObject), v.maxLength(MOST_KEYS))),
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

const upgrades = v.strictObject({
  origins: v.optional(v.union([v.literal("any"), v.array(text)])),
  endConnections: v.optional(v.boolean()),
  closeTimeout: v.optional(seconds(MOST_CLOSE_TIMEOUT)),
  recheckTimeout: v.optional(seconds(MOST_RECHECK_TIMEOUT)),
});

/** What the options may hold. */
export const optionsShape: Shape = v.strictObject({
  tenantId: v.optional(v.union([v.string(), v.array(v.string())])),
  allowedTenants: v.optional(v.array(v.string())),
  cloud: v.optional(v.picklist(["public", "us-government", "china"])),
  externalId: v.optional(v.string()),
  requireIdtyp: v.optional(v.boolean()),
  issuers: v.optional(v.array(issuer)),
  issuer: v.optional(v.string()),
  jwksUri: v.optional(v.string()),
  decryptionKeys: v.optional(v.pipe(v.array(keyObject), v.maxLength(MOST_KEYS))),
  tokenSource: v.optional(tokenSource),
  failedValidation: v.optional(failedValidation),
  protectedResource: v.optional(protectedResource),
  authorityHost: v.optional(v.string()),
  tokenVersions: v.optional(v.pipe(v.array(v.picklist(["1.0", "2.0"])), v.minLength(1))),
  products: v.record(v.string(), product),
  subscriptions: v.optional(v.union([v.array(subscription), v.custom(isStore)])),
  apis: v.optional(v.record(v.string(), api)),
  unmatchedPaths: v.optional(v.picklist(["refuse", "any-product"])),
  caseSensitivePaths: v.optional(v.boolean()),
  clientApplications: v.optional(v.union([v.array(clientApplication), v.custom(isRegistry)])),
  subscriptionKeyPepper: v.optional(
    v.union([text, v.strictObject({ current: text, previous: v.array(v.string()) })]),
  ),
  subscriptionCache: v.optional(
    v.strictObject({
      ttl: v.optional(seconds(MOST_TTL)),
      max: v.optional(count("answers", MOST_ENTRIES, 1)),
    }),
  ),
  subscriptionDates: v.optional(v.picklist(["enforce", "audit"])),
  storeTimeout: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(60))),
  subscriptionKeyParameterNames: v.optional(keyNames),
  clockTolerance: v.optional(seconds(MOST_CLOCK_TOLERANCE)),
  maxTokenLength: v.optional(count("characters", MOST_TOKEN_LENGTH)),
  tokenCacheSize: v.optional(count("tokens", MOST_ENTRIES)),
  tokenCacheBytes: v.optional(count("bytes", MOST_CACHE_BYTES)),
  signingKeys: v.optional(
    v.strictObject({
      refreshInterval: v.optional(seconds(MOST_REFRESH_INTERVAL)),
      unknownKeyInterval: v.optional(seconds(MOST_UNKNOWN_KEY_INTERVAL)),
      lastKnownGood: v.optional(seconds(MOST_LAST_KNOWN_GOOD)),
      timeout: v.optional(seconds(MOST_TIMEOUT)),
    }),
  ),
  upgrades: v.optional(upgrades),
  errors: v.optional(v.union([v.picklist(["gateway", "problem"]), aFunction])),
  onDecision: v.optional(aFunction),
  onCatalogUpdate: v.optional(aFunction),
  clock: v.optional(aFunction),
  fetch: v.optional(aFunction),
});

/** What a catalog file may hold. */
export const catalogShape: Shape = v.strictObject({
  $schema: v.optional(v.string()),
  products: v.record(v.string(), product),
  apis: v.optional(v.record(v.string(), api)),
  subscriptions: v.optional(v.array(subscription)),
  clientApplications: v.optional(v.array(clientApplication)),
});

/** Names that an object may hold, by the name under which it stands. */
export const NAMES: Readonly<Record<string, readonly string[]>> = {
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
  upgrades: Object.keys(upgrades.entries),
  tokenSource: Object.keys(tokenSource.entries),
  failedValidation: Object.keys(failedValidation.entries),
  protectedResource: Object.keys(protectedResource.entries),
};
