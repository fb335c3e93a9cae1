import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import type { CounterKind } from "../policies/limits/counter-store.js";
import { kindProblems, quotaKindProblems } from "./counters.js";
import { isToken } from "../lib/header-name.js";
import type { CounterKeyPart } from "../policies/limits/counter-key.js";
import {
  periodStart,
  type KeyedCount,
  type LimitHeaders,
  type QuotaByKeyOptions,
  type QuotaOptions,
  type RateLimitByKeyOptions,
  type RateLimitOptions,
  type Volume,
} from "./limits.js";
import type { AccessPolicies } from "./policies.js";
import type { PolicyHolder } from "./policy-holders.js";
import type { PolicyCatalog } from "./token-policy-problems.js";

/**
 * Makes what tells what is wrong with the limits of one place whose form is right. `kinds`: what the store of counters keeps;
 * default: all.
 */
export function limitProblemsIn(
  catalog: PolicyCatalog,
  kinds?: readonly CounterKind[],
): (holder: PolicyHolder) => readonly Problem[] {
  // Every limit with a key asks for them, and all places are read to collect them.
  let names: readonly string[] | undefined;
  const policyNames = ({ policies }: PolicyHolder): readonly string[] => {
    const known = (names ??= namesIn(catalog));
    const own = namesAt(policies).filter((name) => !known.includes(name)); // of a rule, which is not in the catalog
    return own.length === 0 ? known : [...known, ...own];
  };
  return (holder) => limitProblems(holder, catalog, policyNames, kinds);
}

function limitProblems(
  holder: PolicyHolder,
  catalog: PolicyCatalog,
  policyNames: (holder: PolicyHolder) => readonly string[],
  kinds: readonly CounterKind[] | undefined,
): readonly Problem[] {
  const { path, policies } = holder;
  const { rateLimit, rateLimitByKey = [], quota, quotaByKey = [] } = policies;
  const isKeyed = rateLimitByKey.length + quotaByKey.length > 0;
  const names = isKeyed ? policyNames(holder) : [];
  return [
    ...LIMITS.flatMap((name) => undefinedMembers(`${path}.${name}`, policies[name])),
    ...(rateLimit === undefined
      ? []
      : [
          ...rateLimitProblems(`${path}.rateLimit`, rateLimit, holder, catalog),
          ...kindProblems(`${path}.rateLimit`, rateLimit.algorithm ?? "sliding-window", kinds),
        ]),
    ...rateLimitByKey.flatMap((given, i) => {
      const at = `${path}.rateLimitByKey[${i}]`;
      return [
        ...fieldProblems(at, given),
        ...keyedProblems(at, given, names),
        ...countProblems(at, given),
        ...kindProblems(at, given.algorithm ?? "sliding-window", kinds),
      ];
    }),
    ...(quota === undefined
      ? []
      : [
          ...quotaProblems(`${path}.quota`, quota, holder, catalog),
          ...quotaKindProblems(`${path}.quota`, kinds),
        ]),
    ...quotaByKey.flatMap((given, i) => {
      const at = `${path}.quotaByKey[${i}]`;
      return [
        ...volumeProblems(at, given),
        ...keyedProblems(at, given, names),
        ...countProblems(at, given),
        ...dateProblems(at, given),
        ...quotaKindProblems(at, kinds),
      ];
    }),
  ];
}

const LIMITS = ["rateLimit", "rateLimitByKey", "quota", "quotaByKey"] as const;

// A member that an application has computed as undefined would be a limit without it.
function undefinedMembers(path: string, given: unknown): Problem[] {
  if (typeof given !== "object" || given === null) return [];
  const isList = Array.isArray(given);
  return Object.entries(given).flatMap(([name, value]): Problem[] => {
    const at = isList ? `${path}[${name}]` : `${path}.${name}`;
    if (value === undefined) return [{ path: at, message: "is undefined", fix: "leave it out" }];
    return undefinedMembers(at, value);
  });
}

function rateLimitProblems(
  path: string,
  given: RateLimitOptions,
  holder: PolicyHolder,
  catalog: PolicyCatalog,
): Problem[] {
  const { apis = {}, operations = {} } = given;
  const { api, operation, product } = holder;
  const problems = [...fieldProblems(path, given), ...apisProblems(path, apis, product, catalog)];
  if ("operations" in given && (api === undefined || operation !== undefined)) {
    const fix =
      api === undefined
        ? "write it below an entry of apis"
        : "remove it: the limit stands at the operation itself";
    return [...problems, { path: `${path}.operations`, message: "has no place here", fix }];
  }
  return [...problems, ...unknownOperations(`${path}.operations`, operations, api, catalog)];
}

function quotaProblems(
  path: string,
  given: QuotaOptions,
  { product }: PolicyHolder,
  catalog: PolicyCatalog,
): Problem[] {
  const { apis = {} } = given;
  return [
    ...volumeProblems(path, given),
    ...apisProblems(path, apis, product, catalog),
    ...Object.entries(apis).flatMap(([api, { operations = {}, ...volume }]) => [
      ...volumeProblems(`${path}.apis.${api}`, volume),
      ...Object.entries(operations).flatMap(([operation, one]) =>
        volumeProblems(`${path}.apis.${api}.operations.${operation}`, one),
      ),
    ]),
  ];
}

// A limit for an API that the product does not contain would never count.
function apisProblems(
  path: string,
  given: { readonly [api: string]: { readonly operations?: object } },
  product: string | undefined,
  catalog: PolicyCatalog,
): Problem[] {
  const at = `${path}.apis`;
  const names = Object.keys(given);
  if (product === undefined) {
    if (names.length === 0) return [];
    const fix = "write operations, or a limit at each API";
    return [{ path: at, message: "has no place here: only a product contains APIs", fix }];
  }
  const contained = [...catalog.apis]
    .filter(([, { products = [] }]) => products.includes(product))
    .map(([name]) => name);
  return names.flatMap((name): Problem[] => {
    if (!contained.includes(name))
      return [unknown(`${at}.${name}`, name, contained, `an API of product ${product}`)];
    return unknownOperations(`${at}.${name}.operations`, given[name]!.operations ?? {}, name, catalog);
  });
}

function unknownOperations(
  path: string,
  given: object,
  api: string | undefined,
  { apis }: PolicyCatalog,
): Problem[] {
  const known = Object.keys((api === undefined ? undefined : apis.get(api))?.operations ?? {});
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => unknown(`${path}.${name}`, name, known, `an operation of API ${api}`));
}

function unknown(path: string, name: string, known: readonly string[], what: string): Problem {
  const meant = didYouMean(name, known);
  const others = known.length === 0 ? "remove it: there is none" : `name one of ${known.join(", ")}`;
  return { path, message: `is not ${what}`, fix: meant === undefined ? others : `did you mean "${meant}"?` };
}

function volumeProblems(path: string, { calls, bandwidth }: Volume): Problem[] {
  if (calls !== undefined || bandwidth !== undefined) return [];
  return [{ path, message: "has neither calls nor bandwidth", fix: "write one of them, or both" }];
}

/** Fields of responses that have a meaning of their own, and a name that no object can hold. */
const TAKEN = [
  "__proto__",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "date",
  "keep-alive",
  "location",
  "proxy-connection",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "vary",
  "www-authenticate",
];

function fieldProblems(path: string, given: LimitHeaders): Problem[] {
  const names = ["remainingCallsHeaderName", "totalCallsHeaderName", "retryAfterHeaderName"] as const;
  const seen: string[] = [];
  return names.flatMap((member): Problem[] => {
    const name = given[member];
    if (name === undefined) return [];
    const at = `${path}.${member}`;
    if (!isToken(name) || name.length > 64) {
      return [
        { path: at, message: "is not a header name", fix: "use at most 64 letters, digits and hyphens" },
      ];
    }
    const lower = name.toLowerCase();
    const isTaken = TAKEN.includes(lower) || (lower === "retry-after" && member !== "retryAfterHeaderName");
    if (isTaken)
      return [{ path: at, message: `is ${name}, which has another meaning`, fix: "use a name of your own" }];
    if (seen.includes(lower))
      return [{ path: at, message: `is ${name} a second time`, fix: "use another name" }];
    seen.push(lower);
    return [];
  });
}

function keyedProblems(
  path: string,
  { counterKey, counterName, incrementCondition }: KeyedCount,
  names: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  if (counterName !== undefined && !/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(counterName)) {
    const fix = "use at most 64 letters, digits, dots, hyphens and underscores";
    problems.push({ path: `${path}.counterName`, message: "is not a name", fix });
  }
  if (typeof incrementCondition === "object" && Object.keys(incrementCondition).length === 0) {
    const fix = 'write status or statusNot, such as { status: ["2xx"] }, or leave it out';
    problems.push({ path: `${path}.incrementCondition`, message: "is empty", fix });
  }
  if (typeof counterKey === "function") return problems;
  return [
    ...problems,
    ...counterKey.flatMap((part, i) => partProblems(`${path}.counterKey[${i}]`, part, names)),
  ];
}

function partProblems(path: string, part: CounterKeyPart, names: readonly string[]): Problem[] {
  if (typeof part === "string") return [];
  if ("firstOf" in part)
    return part.firstOf.flatMap((one, i) => partProblems(`${path}.firstOf[${i}]`, one, names));
  if ("header" in part) {
    if (isToken(part.header) && part.header.length <= 64) return [];
    return [
      { path: `${path}.header`, message: "is not a header name", fix: "use letters, digits and hyphens" },
    ];
  }
  if (!("claim" in part) || part.of === undefined) return [];
  return names.includes(part.of)
    ? []
    : [unknown(`${path}.of`, part.of, names, "the name of a policy in validateJwt")];
}

/** The names of all token policies of a catalog. */
function namesIn({ products, apis, instance }: PolicyCatalog): readonly string[] {
  const holders: readonly Pick<AccessPolicies, "validateJwt">[] = [
    ...(instance === undefined ? [] : [instance]),
    ...products.values(),
    ...[...apis.values()].flatMap((api) => [api, ...Object.values(api.operations ?? {})]),
  ];
  return [...new Set(holders.flatMap(namesAt))];
}

const namesAt = ({ validateJwt = [] }: Pick<AccessPolicies, "validateJwt">): readonly string[] =>
  [validateJwt].flat().flatMap(({ name }) => (name === undefined ? [] : [name]));

// A call that counts more than the whole limit is never admitted.
function countProblems(
  path: string,
  { calls, incrementCount }: { readonly calls?: number; readonly incrementCount?: unknown },
): Problem[] {
  if (calls === undefined || typeof incrementCount !== "number" || incrementCount <= calls) return [];
  const message = `is ${incrementCount}, more than calls: no call would ever be admitted`;
  return [{ path: `${path}.incrementCount`, message, fix: `write at most ${calls}` }];
}

function dateProblems(path: string, { firstPeriodStart }: QuotaByKeyOptions): Problem[] {
  const isTime = (written: string) =>
    /^\d{4}-\d\d-\d\dT/.test(written) && !Number.isNaN(periodStart(written));
  if (firstPeriodStart === undefined || isTime(firstPeriodStart)) return [];
  const fix = 'write date and time, such as "2026-01-01T00:00:00Z"';
  return [{ path: `${path}.firstPeriodStart`, message: "is not a time in ISO 8601", fix }];
}

/** What is wrong with counters that several policies share by name: all must count in the same way. */
export function sharedCounterProblems(holders: readonly PolicyHolder[]): readonly Problem[] {
  const seen = new Map<string, { readonly path: string; readonly how: string }>();
  return holders
    .flatMap(({ path, policies: { rateLimitByKey = [], quotaByKey = [] } }) => [
      ...rateLimitByKey.map((given, i) => ({
        path: `${path}.rateLimitByKey[${i}]`,
        given,
        how: rateText(given),
      })),
      ...quotaByKey.map((given, i) => ({ path: `${path}.quotaByKey[${i}]`, given, how: quotaText(given) })),
    ])
    .flatMap(({ path, given: { counterName }, how }): Problem[] => {
      if (counterName === undefined) return [];
      const known = seen.get(counterName);
      if (known === undefined) seen.set(counterName, { path, how });
      if (known === undefined || known.how === how) return [];
      const message = `is also the counter of ${known.path}, which counts in another way`;
      const fix = "give both the same numbers, algorithm and counterKey, or use another name";
      return [{ path: `${path}.counterName`, message, fix }];
    });
}

const rateText = ({
  calls,
  renewalPeriod,
  algorithm = "sliding-window",
  counterKey,
}: RateLimitByKeyOptions): string =>
  JSON.stringify(["rate", calls, renewalPeriod, algorithm, keyText(counterKey)]);

const quotaText = ({
  calls,
  bandwidth,
  renewalPeriod,
  firstPeriodStart = "0001-01-01T00:00:00Z",
  counterKey,
}: QuotaByKeyOptions): string =>
  JSON.stringify([
    "quota",
    calls,
    bandwidth,
    renewalPeriod,
    periodStart(firstPeriodStart),
    keyText(counterKey),
  ]);

const keyText = (key: KeyedCount["counterKey"]): unknown =>
  typeof key === "function" ? key.toString() : key;
