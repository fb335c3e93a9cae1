import { audiencesOf, type RequiredClaim } from "../catalog/products.js";
import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import { placeProblems, tokenPlaceOf } from "../request/token-source.js";
import type { CounterKind } from "../policies/limits/counter-store.js";
import { normalizeDemand } from "../rules/demand.js";
import type { ApiOptions } from "./apis.js";
import { entraProblems } from "./entra.js";
import type { GivenTokenPolicy } from "./given-token-policies.js";
import type { AccessPolicies } from "./policies.js";
import { issuerProblems, type IssuerOptions } from "./issuers.js";
import { acceptsKey, acceptsToken, type ProductOptions } from "./products.js";
import { instanceIssuers, isEntra, type GivenIssuer, type IssuerHolders } from "./policy-issuers.js";
import { methodsOf } from "./settle-token-policy.js";
import { keyPlaceOf, type KeyParameterNames } from "./subscription-keys.js";
import type { TokenOptions } from "./tokens.js";

/** The options that policies are checked against; absent for a catalog by itself. */
export interface PolicySurroundings {
  readonly options: IssuerHolders & Pick<TokenOptions, "tokenSource">;
  readonly keyNames: KeyParameterNames;
  /** Whether the application verifies signatures itself. */
  readonly trustsClaims: boolean;
  /** The kinds of counters that the store keeps; undefined: all. */
  readonly kinds: readonly CounterKind[] | undefined;
}

/** The products and APIs that policies are checked against. */
export interface PolicyCatalog {
  readonly products: ReadonlyMap<string, ProductOptions>;
  readonly apis: ReadonlyMap<string, ApiOptions>;
  /** The policies of the whole instance. */
  readonly instance: AccessPolicies | undefined;
}

/** What is wrong with one policy whose form is right. */
export function tokenPolicyProblems(
  given: GivenTokenPolicy,
  catalog: PolicyCatalog,
  surroundings: PolicySurroundings | "in a file",
): readonly Problem[] {
  const { path, policy } = given;
  const placed = [
    ...undefinedMembers(path, policy),
    ...nameProblems(path, policy),
    ...audienceProblems(given, surroundings),
    ...demandProblems(path, policy),
    ...placeProblems(`${path}.tokenSource`, policy.tokenSource ?? {}),
    ...whenProblems(given, catalog),
  ];
  if (surroundings === "in a file") return placed;
  const ofIssuers = listedIssuerProblems(given, surroundings);
  return [
    ...placed,
    ...ofIssuers,
    ...(ofIssuers.length === 0 ? expirationProblems(given, surroundings) : []),
    ...(surroundings.trustsClaims ? trustingProblems(given, surroundings) : []),
    ...keyFieldProblems(given, catalog, surroundings),
    ...(ofIssuers.length === 0 ? impossibleProblems(given, catalog, surroundings) : []),
  ];
}

type Policy = GivenTokenPolicy["policy"];

function undefinedMembers(path: string, policy: Policy): Problem[] {
  return Object.entries(policy)
    .filter(([, value]) => value === undefined)
    .map(([name]) => ({ path: `${path}.${name}`, message: "is undefined", fix: "leave it out" }));
}

function nameProblems(path: string, { name }: Policy): Problem[] {
  if (name === undefined || /^[a-z][a-z0-9_-]{0,63}$/i.test(name)) return [];
  const fix = "write a letter, and up to 63 letters, digits, underscores and hyphens";
  return [{ path: `${path}.name`, message: "is not a name", fix }];
}

function audienceProblems(
  { path, policy }: GivenTokenPolicy,
  surroundings: PolicySurroundings | "in a file",
): Problem[] {
  const { audiences, requiredClaims = [] } = policy;
  const claim = requiredClaims.find(({ name, values }) => name === "aud" && values !== undefined);
  if (audiences === undefined) {
    if (claim !== undefined) return [];
    const fix = "write the audience of the API's tokens: without it, a token for any other API passes";
    return [{ path: `${path}.audiences`, message: "is missing", fix }];
  }
  if (claim === undefined || surroundings === "in a file") return [];
  // A token of another issuer may list several audiences; one of Entra has exactly one.
  if (!entraOnly(policy.issuers, surroundings.options) || canMeetBoth(audiences, claim)) return [];
  const fix = "keep one of the two: a token of Entra has one audience";
  return [{ path: `${path}.requiredClaims`, message: "names aud with values that audiences excludes", fix }];
}

function canMeetBoth(audiences: readonly string[], { values = [], match = "all" }: RequiredClaim): boolean {
  const known = Object.values(audiencesOf(audiences)).flat();
  const fitting = values.filter((value) => known.includes(value));
  return match === "any" ? fitting.length > 0 : new Set(values).size === 1 && fitting.length > 0;
}

function demandProblems(path: string, policy: Policy): Problem[] {
  return (["scopes", "roles"] as const)
    .filter(
      (name) => !(normalizeDemand(policy[name])?.values ?? []).every((value) => /^[\x21-\x7e]+$/.test(value)),
    )
    .map((name) => ({
      path: `${path}.${name}`,
      message: `contains a value that is not a ${name.slice(0, -1)}`,
      fix: "write strings without spaces, one for each",
    }));
}

function whenProblems(
  { path, policy, api, operation }: GivenTokenPolicy,
  { apis }: PolicyCatalog,
): Problem[] {
  if (policy.when === undefined) return [];
  const at = `${path}.when`;
  const methods = methodsOf(policy.when);
  const wrong = methods.filter((method) => !/^[A-Z]+$/.test(method));
  if (wrong.length > 0)
    return [
      { path: at, message: "contains a value that is not an HTTP method", fix: "write GET, POST, PUT …" },
    ];
  const operations = api === undefined ? undefined : apis.get(api)?.operations;
  if (operations === undefined) return [];
  const here = Object.entries(operations).filter(([name]) => operation === undefined || name === operation);
  const known = new Set(here.map(([, { method }]) => method.toUpperCase()));
  if (known.has("GET")) known.add("HEAD");
  const strange = methods.filter((method) => !known.has(method));
  if (strange.length === 0) return [];
  const fix = `remove ${strange.join(" and ")}`;
  return [{ path: at, message: `names ${strange.join(" and ")}, which no operation there has`, fix }];
}

function listedIssuerProblems(
  { path, policy: { issuers } }: GivenTokenPolicy,
  { options }: PolicySurroundings,
): readonly Problem[] {
  const known = instanceIssuers(options);
  const names = known.filter((name) => name !== undefined);
  const at = `${path}.issuers`;
  if (issuers === undefined) {
    if (known.length === 1) return [];
    const message = known.length === 0 ? "is missing, and the options name no issuer" : "is missing";
    const there = names.length === 0 ? "" : `name one of ${names.join(", ")}, or `;
    return [{ path: at, message, fix: `${there}describe the issuer here` }];
  }
  return issuers.flatMap((issuer, i) => {
    const place = `${at}[${i}]`;
    if (typeof issuer !== "string") return describedProblems(place, issuer);
    if (!names.includes(issuer)) {
      const meant = didYouMean(issuer, names);
      const others =
        names.length === 0
          ? "give an entry of the option issuers this name"
          : `name one of ${names.join(", ")}`;
      const fix = meant === undefined ? others : `did you mean "${meant}"?`;
      return [{ path: place, message: "is an unknown issuer", fix }];
    }
    if (issuers.indexOf(issuer) === i) return [];
    return [{ path: place, message: "is listed twice", fix: "remove it" }];
  });
}

function describedProblems(place: string, issuer: Exclude<GivenIssuer, string>): readonly Problem[] {
  if (isEntra(issuer)) {
    return entraProblems({ options: issuer, wrong: [] }, true).map(({ path, ...rest }) => ({
      path: `${place}.${path}`,
      ...rest,
    }));
  }
  const useless = (["name", "products"] as const)
    .filter((member) => (issuer as IssuerOptions)[member] !== undefined)
    .map((member) => ({
      path: `${place}.${member}`,
      message: "has no effect here",
      fix: "remove it, or describe the issuer in the option issuers and write its name here",
    }));
  return [...useless, ...issuerProblems(issuer, `${place}.`, undefined)];
}

function expirationProblems(
  { path, policy: { issuers, requireExpirationTime } }: GivenTokenPolicy,
  { options }: PolicySurroundings,
): Problem[] {
  if (requireExpirationTime !== false) return [];
  const demanding = resolved(issuers, options).some(
    (issuer) => isEntra(issuer) || (issuer as IssuerOptions).requireExpirationTime !== false,
  );
  if (!demanding) return [];
  const fix = "write it at the issuer; tokens of Entra always have exp";
  return [{ path: `${path}.requireExpirationTime`, message: "is false, and an issuer requires exp", fix }];
}

/** The issuers of a policy as described, here or in the options. */
function resolved(given: Policy["issuers"], options: IssuerHolders): readonly Exclude<GivenIssuer, string>[] {
  const { issuer, issuers = [], tenantId } = options;
  const short: readonly IssuerOptions[] = issuer === undefined ? [] : [{ issuer }];
  const entra = tenantId === undefined ? [] : [{ tenantId }];
  const all = [...short, ...issuers, ...entra];
  if (given === undefined) return all.slice(0, 1);
  return given.flatMap((one): readonly Exclude<GivenIssuer, string>[] => {
    if (typeof one !== "string") return [one];
    return one === "entra" ? entra : issuers.filter(({ name }) => name === one);
  });
}

const entraOnly = (given: Policy["issuers"], options: IssuerHolders): boolean => {
  const issuers = resolved(given, options);
  return issuers.length > 0 && issuers.every(isEntra);
};

function trustingProblems({ path, policy }: GivenTokenPolicy, { options }: PolicySurroundings): Problem[] {
  const fix = "remove it: the strategy verifies one token";
  const others = policy.issuers?.filter((issuer) => issuer !== "entra") ?? [];
  return [
    ...(others.length === 0
      ? []
      : [{ path: `${path}.issuers`, message: "names another issuer than the strategy's", fix }]),
    ...(policy.tokenSource === undefined || samePlace(policy.tokenSource, options.tokenSource)
      ? []
      : [{ path: `${path}.tokenSource`, message: "is another place than the strategy's", fix }]),
  ];
}

type Source = Policy["tokenSource"];

const samePlace = (one: Source, other: Source): boolean => placeText(one) === placeText(other);

function placeText(source: Source = {}): string {
  const place = tokenPlaceOf(source);
  return "read" in place
    ? "a function"
    : JSON.stringify("header" in place ? { header: place.header } : place);
}

/** The APIs that a policy may apply to. */
function apisOf({ product, api }: GivenTokenPolicy, { apis }: PolicyCatalog): readonly ApiOptions[] {
  if (api !== undefined) return [apis.get(api) ?? []].flat() as readonly ApiOptions[];
  const all = [...apis.values()];
  return product === undefined ? all : all.filter(({ products = [] }) => products.includes(product));
}

function keyFieldProblems(
  given: GivenTokenPolicy,
  catalog: PolicyCatalog,
  { options, keyNames }: PolicySurroundings,
): Problem[] {
  const { path, policy, api } = given;
  const place = tokenPlaceOf(policy.tokenSource ?? options.tokenSource ?? {});
  const own = apisOf(given, catalog).map(({ subscriptionKeyParameterNames: names }) => ({
    ...keyNames,
    ...names,
  }));
  const fields = (api === undefined ? [keyNames, ...own] : own).map(keyPlaceOf);
  const isKeyField = fields.some(
    (key) =>
      ("header" in place && place.header === key.header) || ("query" in place && place.query === key.query),
  );
  if (!isKeyField) return [];
  const fix = "give the token its own field";
  return [{ path: `${path}.tokenSource`, message: "is a field in which subscription keys are sent", fix }];
}

// One field carries one token: where each product opens only for a token of another audience, no caller can pass.
function impossibleProblems(
  given: GivenTokenPolicy,
  catalog: PolicyCatalog,
  { options }: PolicySurroundings,
): Problem[] {
  const { path, policy, product, api } = given;
  const { audiences, issuers, tokenSource, when } = policy;
  if (audiences === undefined || when !== undefined || !entraOnly(issuers, options)) return [];
  if (!samePlace(tokenSource ?? options.tokenSource, options.tokenSource)) return [];
  const ofApi = api === undefined ? undefined : catalog.apis.get(api);
  if (ofApi?.subscriptionRequired === false) return [];
  const names =
    product !== undefined
      ? [product]
      : (ofApi?.products ?? (api === undefined ? [...catalog.products.keys()] : []));
  const products = names.map((name) => catalog.products.get(name)).filter((one) => one !== undefined);
  const known = new Set(Object.values(audiencesOf(audiences)).flat());
  const isShut = (one: ProductOptions) =>
    acceptsToken(one) &&
    !acceptsKey(one) &&
    !Object.values(audiencesOf([one.audience ?? []].flat()))
      .flat()
      .some((audience) => known.has(audience));
  if (products.length === 0 || !products.every(isShut)) return [];
  const message = "names other audiences than the products there, which accept only tokens in the same field";
  const fix = "write tokenSource, or one audience for both: no caller could pass";
  return [{ path: `${path}.audiences`, message, fix }];
}
