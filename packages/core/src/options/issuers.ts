import type { Product, TokenProfile } from "../catalog/products.js";
import type { TokenClaims } from "../evidence/evidence.js";
import {
  MOST_NAMES,
  type ClaimPath,
  type ClientPlace,
  type RightsPlace,
} from "../evidence/tokens/issuers/claim-places.js";
import {
  type AudienceSet,
  fillAudiences,
  type IssuerSettings,
  type OpenIdPlace,
} from "../evidence/tokens/issuers/issuer-settings.js";
import type { OpenIdSettings } from "../evidence/tokens/issuers/openid-issuer.js";
import { ALGORITHMS, type Algorithm } from "../evidence/tokens/keys/algorithms.js";
import { importGivenKey, type GivenKey } from "../evidence/tokens/keys/given-keys.js";
import { signingKeys, type SigningKey } from "../evidence/tokens/keys/signing-keys.js";
import { deepFreeze } from "../lib/deep-freeze.js";
import type { Problem } from "../lib/errors.js";
import { isTrustworthyUrl } from "../lib/trustworthy-url.js";
import type { SettledEntra } from "./entra.js";
import * as form from "./forms.js";
import { givenKeyForm, givenKeyProblems, MOST_KEYS } from "./given-keys.js";
import { problemsIn, soundItems, type Given } from "./given.js";
import { unknownProduct } from "./unknown-product.js";

/** An OpenID Connect or OAuth 2.0 issuer whose JWT access tokens are accepted. */
export interface IssuerOptions {
  /** Name by which token policies refer to it, unique; not `entra`. Default: none. */
  readonly name?: string;
  /**
   * Accepted `iss`, exactly. Default: what the discovery document says. With `discoveryUrl` or `jwksUri` it replaces
   * the document's; alone, the document is looked for below it and must name it (OpenID Connect Discovery 1.0 §4).
   */
  readonly issuer?: string | readonly string[];
  /** Address of the discovery document. */
  readonly discoveryUrl?: string;
  /** Address of the key set, where there is no discovery document. */
  readonly jwksUri?: string;
  /** Keys given here instead of fetched ones. A `secret` is a shared secret in base64, for HS algorithms only. */
  readonly signingKeys?: readonly GivenKey[];
  /**
   * Products that this issuer's tokens may be for, by name. Default: every product that accepts tokens. An empty list:
   * none, for an issuer that only token policies accept.
   */
  readonly products?: readonly string[];
  /** Accepted `alg`. Default `["RS256"]`; HS256, HS384 and HS512 only with `secret` keys. */
  readonly algorithms?: readonly Algorithm[];
  /** Whether a token without `exp` is refused. Default true. */
  readonly requireExpirationTime?: boolean;
  /**
   * Accepts every `iss`, and tokens without one: the holder of one of the `signingKeys` is the issuer. Only in a token
   * policy, with `signingKeys` and without `issuer`. Default: `issuer` is needed.
   */
  readonly acceptAnyIssuer?: true;
  /**
   * Where the app roles stand. Default `roles`. The name of a claim with a list or a string with spaces; a path such as
   * `["realm_access", "roles"]`; `{ membersOf }` with the name or path of an object whose members' names are the roles, if
   * their value is `true` or an object that is not empty; or a function of the verified claims, called once per token. A
   * name with dots, such as `realm_access.roles`, is read as a path in tokens without a claim of that name; a list of
   * one name is never read as a path. An exception, a promise or a value that is no string refuses the token.
   */
  readonly rolesClaim?: RightsPlace;
  /** Where the scopes stand, in the forms of `rolesClaim`. Default `scope` (RFC 9068 §2.2.3). */
  readonly scopesClaim?: RightsPlace;
  /** Where the client id stands: a name, a path or a function, as in `rolesClaim`. Default `client_id`, else `azp`. */
  readonly clientClaim?: ClientPlace;
  /**
   * The claim, by name or path, that stands for `aud` in this issuer's tokens, such as `client_id` in those of Amazon
   * Cognito; compared with the `audience` of the products. Default: `aud`. A token that also has `aud` is refused: it is
   * an ID token or is for another API. Require the kind of token as well, in `requiredClaims` of the product.
   */
  readonly audienceClaim?: ClaimPath;
  /**
   * Tells whether an application or a user calls; asked once about a token, after its signature has held. Default:
   * the application, when `sub` is the client id (RFC 9068 §2.2); a user otherwise.
   */
  readonly callerOf?: (claims: TokenClaims) => "app-only" | "delegated" | "unknown";
}

/** Issuers other than Entra. */
export interface IssuersOptions {
  /** Issuers other than Entra. */
  readonly issuers?: readonly IssuerOptions[];
  /** Short for one of `issuers`: its `iss`. */
  readonly issuer?: string;
  /** Short for the key set of `issuer`, where it has no discovery document. */
  readonly jwksUri?: string;
}

const A_PATH = `a claim's name, or a path of 1 to ${MOST_NAMES} names`;
const A_FUNCTION = "a claim's name, a path of names, or a function";
const RIGHTS = "a claim's name, a path of names, { membersOf }, or a function";
const pathForms = { string: form.text(A_PATH), list: form.path(MOST_NAMES) };
const pathForm = form.byKind(pathForms, A_PATH);
const rightsForm = form.byKind(
  {
    object: form.object<{ membersOf: ClaimPath }>({ membersOf: pathForm }),
    ...pathForms,
    function: form.aFunction,
  },
  RIGHTS,
);
const clientForm = form.byKind({ ...pathForms, function: form.aFunction }, A_FUNCTION);

const plainMembers = {
  name: form.optional(form.text()),
  issuer: form.optional(
    form.either([form.anyText, form.list(form.anyText)], "a string, or a list of strings"),
  ),
  discoveryUrl: form.optional(form.text()),
  jwksUri: form.optional(form.text()),
  products: form.optional(form.list(form.text(), "a list of product names")),
  algorithms: form.optional(
    form.filledList(form.oneOf(ALGORITHMS), 'at least one algorithm, such as "RS256"'),
  ),
  requireExpirationTime: form.optional(form.flag),
  rolesClaim: form.optional(form.text()),
  scopesClaim: form.optional(form.text()),
  clientClaim: form.optional(form.text()),
  audienceClaim: form.optional(form.text()),
};

/** The form of an issuer, in the options and in a token policy. */
export const issuerForm: form.ObjectForm = form.object<IssuerOptions>({
  ...plainMembers,
  rolesClaim: form.optional(rightsForm),
  scopesClaim: form.optional(rightsForm),
  clientClaim: form.optional(clientForm),
  audienceClaim: form.optional(pathForm),
  signingKeys: form.optional(form.shortList(givenKeyForm, "keys", MOST_KEYS)),
  acceptAnyIssuer: form.optional(form.literal(true)),
  callerOf: form.optional(form.aFunction),
});

/** The form of an issuer in a catalog file: no keys and no functions, and claims by their names only. */
export const fileIssuerForm: form.ObjectForm =
  form.object<Omit<IssuerOptions, "signingKeys" | "acceptAnyIssuer" | "callerOf">>(plainMembers);

export const issuersForms: form.FormsOf<IssuersOptions> = {
  issuers: form.optional(form.list(issuerForm, "a list of issuers")),
  issuer: form.optional(form.anyText),
  jwksUri: form.optional(form.anyText),
};

/** Whether an issuer other than Entra is named, in whatever form. */
export function namesIssuer({ issuer, issuers }: IssuersOptions): boolean {
  return issuer !== undefined || (issuers !== undefined && !(Array.isArray(issuers) && issuers.length === 0));
}

/** `products` are the names of the products; undefined when they cannot be read. */
export function issuersProblems(
  given: Given<IssuersOptions>,
  products: readonly string[] | undefined,
): readonly Problem[] {
  return [
    ...problemsIn(given, ["issuer", "jwksUri"], (short) => shortProblems(short, products)),
    ...soundItems(given, "issuers").flatMap(([i, issuer]) => [
      ...issuerProblems(issuer, `issuers[${i}].`, products),
      ...(issuer.acceptAnyIssuer === undefined ? [] : [onlyInPolicies(`issuers[${i}].acceptAnyIssuer`)]),
    ]),
    ...problemsIn(given, ["issuer", "issuers"], repeatedIssuers),
    ...problemsIn(given, ["issuers"], nameProblems),
  ];
}

// It would claim the tokens of every other issuer of the instance.
const onlyInPolicies = (path: string): Problem => ({
  path,
  message: "is set for the whole instance",
  fix: "remove it and write issuer, or describe the issuer in the token policy that accepts it",
});

function shortProblems(
  { issuer, jwksUri }: Pick<IssuersOptions, "issuer" | "jwksUri">,
  products: readonly string[] | undefined,
): Problem[] {
  if (issuer !== undefined)
    return issuerProblems({ issuer, ...(jwksUri !== undefined && { jwksUri }) }, "", products);
  if (jwksUri === undefined) return [];
  const fix = "write issuer, the exact iss of the tokens, beside it";
  return [{ path: "jwksUri", message: "is set without issuer", fix }];
}

function nameProblems({ issuers = [] }: Pick<IssuersOptions, "issuers">): Problem[] {
  const seen = new Set<string>();
  return issuers.flatMap(({ name }, i) => {
    if (name === undefined) return [];
    const path = `issuers[${i}].name`;
    const isRepeated = seen.has(name);
    seen.add(name);
    const fix = "give it another name";
    if (name === "entra") return [{ path, message: 'is "entra", which stands for tenantId', fix }];
    return isRepeated ? [{ path, message: "is the name of another issuer", fix }] : [];
  });
}

/** What is wrong with one issuer. `at`: its place, with a dot at the end; `known`: the names of the products. */
export function issuerProblems(
  given: IssuerOptions,
  at: string,
  known: readonly string[] | undefined,
): Problem[] {
  const unknown = (given.products ?? []).flatMap((name, i) =>
    unknownProduct(`${at}products[${i}]`, name, known),
  );
  return [...sourceProblems(given, at), ...unknown, ...givenKeyProblems(given, at)];
}

function sourceProblems(
  { issuer, discoveryUrl, jwksUri, signingKeys, acceptAnyIssuer }: IssuerOptions,
  at: string,
): Problem[] {
  const problems: Problem[] = [];
  if (acceptAnyIssuer !== undefined && (issuer !== undefined || signingKeys === undefined)) {
    const message = issuer === undefined ? "is set without signingKeys" : "is set beside issuer";
    const fix = issuer === undefined ? "write issuer instead" : "keep one of the two";
    problems.push({ path: `${at}acceptAnyIssuer`, message, fix });
  }
  const names = [issuer ?? []].flat();
  if (issuer !== undefined && (names.length === 0 || names.includes(""))) {
    problems.push({ path: `${at}issuer`, message: "is empty", fix: "write the exact iss of the tokens" });
  }
  const sources = Object.entries({ discoveryUrl, jwksUri, signingKeys }).filter(
    ([, value]) => value !== undefined,
  );
  const [first, second] = sources.map(([name]) => name);
  if (first !== undefined && second !== undefined) {
    const fix = `keep one of ${sources.map(([name]) => name).join(", ")}`;
    problems.push({ path: `${at}${second}`, message: `is a second source of keys besides ${first}`, fix });
  }
  if (issuer === undefined && discoveryUrl === undefined && acceptAnyIssuer === undefined) {
    const fix = "write the exact iss of the tokens, or a discoveryUrl whose document names it";
    problems.push({ path: `${at}issuer`, message: "is missing", fix });
  }
  if (sources.length === 0 && names.length > 1) {
    const fix =
      "write discoveryUrl, jwksUri or signingKeys: keys are looked up below issuer for one issuer only";
    problems.push({ path: `${at}issuer`, message: "is a list without a source of keys", fix });
  }
  const isAddress = sources.length === 0 && names.length === 1;
  const addresses = { discoveryUrl, jwksUri, ...(isAddress && { issuer: names[0] }) };
  for (const [name, address] of Object.entries(addresses)) {
    if (address === undefined || address === "" || isTrustworthyUrl(address)) continue;
    const fix =
      "write an https URL; plain http is accepted on localhost only. For an issuer in the same cluster, write its https address here, and set the option fetch to a function that requests the http address in its place";
    problems.push({ path: `${at}${name}`, message: "is not an https URL", fix });
  }
  return problems;
}

function repeatedIssuers({ issuer, issuers = [] }: Pick<IssuersOptions, "issuer" | "issuers">): Problem[] {
  const seen = new Set([issuer ?? []].flat());
  return issuers.flatMap((given, i) => {
    const names = [given.issuer ?? []].flat();
    const again = names.find((name) => seen.has(name));
    for (const name of names) seen.add(name);
    const fix = "give each issuer one entry, with all its keys";
    return again === undefined ? [] : [{ path: `issuers[${i}].issuer`, message: "is listed twice", fix }];
  });
}

/** What settling the issuers takes besides their own options. */
export interface IssuerContext {
  readonly entra: SettledEntra | undefined;
  readonly decryptionKeys: IssuerSettings["decryptionKeys"];
  readonly products: readonly Product[];
}

/** Settles which issuers are trusted, Entra included. */
export function settleIssuers(
  { issuers = [], issuer, jwksUri, ...left }: IssuersOptions,
  { entra, decryptionKeys, products }: IssuerContext,
): IssuerSettings {
  form.nothingLeft(left);
  const audiences: AudienceSet[] = [];
  const ownKeys = new Map<string, string>();
  const known = (
    profile: TokenProfile,
    only?: readonly string[],
    of: AudienceSet["of"] = "audiences",
  ): ReadonlySet<string> => {
    const set = { profile, only, of, known: new Set<string>() };
    audiences.push(set);
    return set.known;
  };
  const refused = (profile: TokenProfile) => known(profile, undefined, "refusedAudiences");
  const { names = [], ...tenants } = entra ?? {};
  const entraSettings = {
    ...(tenants as SettledEntra),
    audiences: { "entra-v1": known("entra-v1"), "entra-v2": known("entra-v2"), openid: known("openid") },
    ownKeys,
    refusedAudiences: { "entra-v1": refused("entra-v1"), "entra-v2": refused("entra-v2") },
  };
  const short: readonly IssuerOptions[] =
    issuer === undefined ? [] : [{ issuer, ...(jwksUri !== undefined && { jwksUri }) }];
  const audiencesOf = (only: readonly string[] | undefined) => known("openid", only);
  const openId = [
    ...short.map((one) => settleIssuer(one, "issuer", audiencesOf)),
    ...issuers.map((one, i) => settleIssuer(one, `issuers[${i}].issuer`, audiencesOf)),
  ];
  fillAudiences({ audiences, ownKeys }, products);
  return Object.freeze({
    entra: entra && Object.freeze(entraSettings),
    openId,
    decryptionKeys,
    names: [
      ...names,
      ...openId.flatMap(({ settings }) => (settings.issuers === "any" ? [] : (settings.issuers ?? []))),
    ],
    audiences,
    ownKeys,
  });
}

/** Settles one issuer. `option`: the path of its name, for the problem of a document that names another one. */
export function settleIssuer(
  {
    name,
    issuer,
    discoveryUrl,
    jwksUri,
    signingKeys: given,
    products,
    algorithms = ["RS256"],
    requireExpirationTime = true,
    acceptAnyIssuer,
    rolesClaim = "roles",
    scopesClaim = "scope",
    clientClaim,
    audienceClaim,
    callerOf,
    ...left
  }: IssuerOptions,
  option: string,
  audiencesOf: (products: readonly string[] | undefined) => ReadonlySet<string>,
): OpenIdPlace {
  form.nothingLeft(left);
  form.settledElsewhere(name);
  const named = issuer === undefined ? undefined : Object.freeze([issuer].flat());
  const issuers = acceptAnyIssuer === true ? "any" : named;
  const claims = {
    rolesClaim: frozenCopy(rolesClaim),
    scopesClaim: frozenCopy(scopesClaim),
    clientClaim: frozenCopy(clientClaim),
    audienceClaim: frozenCopy(audienceClaim),
    callerOf,
  };
  const tryAll = given !== undefined;
  const settings: OpenIdSettings = {
    issuers,
    algorithms,
    audiences: audiencesOf(products),
    tryAll,
    requireExpirationTime,
    ...claims,
  };
  if (given !== undefined) {
    const keys = given.map(importGivenKey).filter((key): key is SigningKey => typeof key !== "string");
    return { settings, given: signingKeys(keys) };
  }
  if (jwksUri !== undefined) return { settings, jwksUri };
  if (discoveryUrl !== undefined) return { settings, discoveryUrl };
  const expectedIssuer = named?.[0] ?? "";
  const below = `${expectedIssuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  return { settings, discoveryUrl: below, expectedIssuer, option };
}

// The application may change its own list or object later.
const frozenCopy = <Place extends RightsPlace | undefined>(place: Place): Place =>
  typeof place === "object" ? deepFreeze(structuredClone(place)) : place;
