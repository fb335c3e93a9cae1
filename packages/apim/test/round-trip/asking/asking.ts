import fc from "fast-check";
import type { Asked } from "../gateway/asked.js";
import { chainOf, rulesByPlace } from "../gateway/chain-of.js";
import type { Entry } from "../gateway/admit.js";
import type { Place } from "../gateway/find-operation.js";
import type { KeyedSubscription, Service } from "../gateway/service.js";
import { certificates } from "../world/certificates.js";
import { tokenOf } from "../world/issuers.js";
import { flaws } from "./flaws.js";
import { CLIENT, rightRequest, type Draft } from "./right-request.js";

/** How a request is made for a service: numbers that choose among what the service has. */
export interface Plan {
  readonly place: number;
  /** Chooses a subscription, an unknown key, or none. */
  readonly key: number;
  readonly keyIn: "header" | "query";
  readonly applicationToken: boolean;
  readonly flaws: readonly (readonly [name: string, pick: number])[];
  readonly method: string | undefined;
  readonly answer: number;
  /** Seconds that pass before it. */
  readonly wait: number;
}

export const plan: fc.Arbitrary<Plan> = fc.record({
  place: fc.nat(50),
  key: fc.oneof({ weight: 5, arbitrary: fc.nat(50) }, { weight: 1, arbitrary: fc.constant(-1) }),
  keyIn: fc.constantFrom("header", "header", "header", "query"),
  applicationToken: fc.boolean(),
  flaws: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 3,
      arbitrary: fc.array(fc.tuple(fc.constantFrom(...Object.keys(flaws)), fc.nat(20)), {
        minLength: 1,
        maxLength: 2,
      }),
    },
  ),
  method: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom("GET", "POST", "DELETE", "PATCH") },
  ),
  answer: fc.constantFrom(200, 200, 200, 409),
  wait: fc.constantFrom(0, 0, 0, 0, 1, 7, 61),
});

/** Makes requests for a service from plans. */
export function askingFor(service: Service): (plan: Plan, now: number) => Asked {
  const rules = rulesByPlace(service);
  const targets = targetsOf(service);
  const subscriptions = [undefined, ...service.subscriptions];
  return (given, now) => {
    const target = targets[given.place % targets.length]!;
    const subscription = given.key === -1 ? undefined : subscriptions[given.key % subscriptions.length];
    const entry: Entry = { product: productOf(target.place, subscription, service), subscription };
    const right = rightRequest({
      ...{ place: target.place, entry, service, now, path: target.path },
      method: given.method ?? target.method,
      rules: chainOf({ report: service.report, rules }, target.place, entry.product),
    });
    const key = given.key === -1 ? "an-unknown-key" : subscription?.primaryKey;
    // What becomes of a token beside a key of another product is not documented.
    const whole =
      key === undefined && given.applicationToken
        ? withApplicationToken(right, target.place, service, now)
        : right;
    const flawed = given.flaws.reduce((draft, [name, pick]) => flaws[name]!(draft, pick), whole);
    return askedOf(flawed, {
      ...{ key, keyIn: given.keyIn, answer: given.answer },
      api: service.report.apis[target.place.api]!,
    });
  };
}

interface Target {
  readonly place: Place;
  readonly method: string;
  readonly path: string;
}

/** Requests to each operation, and to APIs whose operations are not known. */
function targetsOf({ report }: Service): readonly Target[] {
  return Object.entries(report.apis).flatMap(([api, { path, operations = {} }]): readonly Target[] => {
    const known = Object.entries(operations);
    if (known.length === 0)
      return ["GET", "POST"].map((method) => ({
        ...{ place: { api, operation: undefined }, method },
        path: `/${path}/anything`,
      }));
    return known.map(([operation, text]) => {
      const [method = "GET", template = "/"] = text.split(" ");
      const rest = template.replaceAll(/\{[^}]*\}/g, "a1").replace(/\/$/, "");
      return { place: { api, operation }, method, path: `/${path}${rest}` };
    });
  });
}

/** The product in whose context a request is decided, for a request that satisfies it. */
function productOf(
  { api }: Place,
  subscription: KeyedSubscription | undefined,
  { report, held }: Service,
): string | undefined {
  const products = report.apis[api]!.products.filter((name) => !held.has(`product:${name}`));
  if (subscription === undefined)
    return products.find((name) => report.products[name]?.accepts.includes("open"));
  return products.find((name) => subscription.scope === `/products/${name}`);
}

/** Adds the token of an application to a request without a key. */
function withApplicationToken(
  draft: Draft,
  { api }: Place,
  { report, environment }: Service,
  now: number,
): Draft {
  const name = report.apis[api]!.products.find((one) => report.products[one]?.accepts.includes("token"));
  const source = "header:authorization";
  if (name === undefined || Object.hasOwn(draft.tokens, source)) return draft;
  const { audience = [], role = "" } = report.products[name]!;
  const client = report.clients.find(({ products }) => products.includes(name))?.id;
  const tenant = environment["AZURE_TENANT_ID"] ?? "";
  const iss = `https://login.microsoftonline.com/${tenant}/v2.0`;
  const claims = {
    ...{
      iss,
      ver: "2.0",
      aud: audience[0]?.replace("api://", ""),
      roles: [role],
      azp: client ?? CLIENT,
      tid: tenant,
    },
    ...{ sub: CLIENT, oid: CLIENT, idtyp: "app", exp: Math.floor(now / 1_000) + 3_600 },
    ...{ iat: Math.floor(now / 1_000) - 30, nbf: Math.floor(now / 1_000) - 30 },
  };
  const by = { discovery: `${iss}/.well-known/openid-configuration` };
  return { ...draft, tokens: { ...draft.tokens, [source]: { scheme: "Bearer", wish: { claims, by } } } };
}

function askedOf(
  { tokens, certificate, ...draft }: Draft,
  more: {
    readonly key: string | undefined;
    readonly keyIn: "header" | "query";
    readonly api: { readonly keyHeader?: string; readonly keyQuery?: string };
    readonly answer: number;
  },
): Asked {
  const headers: Record<string, string> = { ...draft.headers, "x-forwarded-for": draft.address };
  const query: Record<string, string> = { ...draft.query };
  for (const [source, { wish, scheme }] of Object.entries(tokens)) {
    const [kind, name = ""] = source.split(/:(.*)/s);
    const token = tokenOf(wish);
    if (kind === "query") query[name] = token;
    else headers[name] = name === "authorization" ? `${scheme ?? "Bearer"} ${token}` : token;
  }
  if (more.key !== undefined && more.keyIn === "header")
    headers[(more.api.keyHeader ?? "Ocp-Apim-Subscription-Key").toLowerCase()] = more.key;
  if (more.key !== undefined && more.keyIn === "query")
    query[more.api.keyQuery ?? "subscription-key"] = more.key;
  return {
    ...draft,
    ...{ headers, query, answer: more.answer },
    certificate: certificate && certificates[certificate].certificate,
  };
}
