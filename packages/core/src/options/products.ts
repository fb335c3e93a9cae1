import {
  audiencesOf,
  capitalised,
  type CredentialKind,
  type Product,
  type RequiredClaim,
} from "../catalog/products.js";
import { deepFreeze } from "../lib/deep-freeze.js";
import type { Problem } from "../lib/errors.js";
import { isGuid } from "../lib/guid.js";
import { TOKEN_VERSIONS, versionsOf, type EntraOptions, type TokenVersion } from "./entra.js";
import * as form from "./forms.js";
import { filePolicyForms, policyForms, withoutPolicies, type ProductPolicies } from "./policies.js";
import { requiredClaimsForm } from "./required-claims.js";
import { entryNames, problemsIn, soundEntries, type Given } from "./given.js";
import {
  productMetadataForms,
  productMetadataOf,
  productMetadataProblems,
  type ProductMetadataOptions,
} from "./portal-metadata.js";

/** A product: a named bundle of APIs with its own audience, app role and accepted credentials. */
export interface ProductOptions extends ProductPolicies, ProductMetadataOptions {
  /** Name shown to people. Default: its name, with a capital at the start. */
  readonly displayName?: string;
  /**
   * Audience of the product's tokens, as the Entra portal shows it: the application id or its identifier URI
   * (`api://{application id}`), or a list. The spellings that v1 and v2 tokens use are derived. Needed when the
   * product accepts tokens.
   */
  readonly audience?: string | readonly string[];
  /**
   * App role that tokens must carry. Default: `Product.{displayName}.All`. `false` asks for none, which needs
   * `clients` or `requiredClaims` instead: a token's audience alone is no authorization.
   */
  readonly role?: string | false;
  /** Client applications that may use the product, by application id. Default: every one that holds the role. */
  readonly clients?: readonly string[];
  /** Claims that tokens must carry with these values, besides role and audience. */
  readonly requiredClaims?: readonly RequiredClaim[];
  /**
   * Versions of Entra's tokens that the product accepts, among those of the instance's `tokenVersions`. Default: all of
   * them. A token for the product in another version is refused with `token_version`.
   */
  readonly tokenVersions?: readonly TokenVersion[];
  /**
   * Credentials that open the product. Default: `["token"]`. `"open"` lets requests without any credential in as well;
   * a credential that is presented all the same must be good.
   */
  readonly accepts?: readonly (CredentialKind | "open")[];
  /**
   * Whether the app registration of the product has its own signing key, as claims mapping needs it. Default false. Then
   * Entra's tokens for this product are verified with the keys that Entra publishes for this application only
   * (`?appid=`), and those keys verify no other token. Needs one application id in `audience`.
   */
  readonly ownSigningKey?: boolean;
  /** Default `published`. Decides nothing at run time: it hides a product from portals, as in the gateway. */
  readonly state?: "published" | "notPublished";
}

/** The option that every instance needs. */
export interface ProductsOptions<P extends string = string> {
  /** The products by name. */
  readonly products: { readonly [Name in P]: ProductOptions };
}

const productsFormsWith = (policies: form.FormsOf<ProductPolicies>): form.FormsOf<ProductsOptions> => ({
  products: form.byName(
    form.object<ProductOptions>({
      displayName: form.optional(form.text()),
      audience: form.optional(
        form.either([form.text(), form.list(form.text())], "a string, or a list of strings"),
      ),
      role: form.optional(form.either([form.text(), form.literal(false)], "a string, or false")),
      clients: form.optional(form.list(form.text(), "a list of application ids")),
      requiredClaims: form.optional(requiredClaimsForm),
      tokenVersions: form.optional(
        form.filledList(form.oneOf(TOKEN_VERSIONS), '"1.0", "2.0", or both in a list'),
      ),
      accepts: form.optional(form.list(form.oneOf(["token", "key", "open"]))),
      ownSigningKey: form.optional(form.flag),
      state: form.optional(form.oneOf(["published", "notPublished"])),
      ...productMetadataForms,
      ...policies,
    }),
    'an object with one entry per product, such as { starter: { audience: "api://…" } }',
  ),
});

export const productsForms: form.FormsOf<ProductsOptions> = productsFormsWith(policyForms.ofProduct);

/** The products of a catalog file. */
export const fileProductsForms: form.FormsOf<ProductsOptions> = productsFormsWith(filePolicyForms.ofProduct);

/** Products by name, as given. */
export type Products = readonly (readonly [name: string, product: ProductOptions])[];

/** The products that other options can be checked against. */
export interface GivenProducts {
  /** Names of all products; undefined when `products` is not an object. */
  readonly names: readonly string[] | undefined;
  /** The products whose form is right. */
  readonly sound: Products;
}

export const givenProducts = (given: Given<ProductsOptions>): GivenProducts => ({
  names: entryNames(given, "products"),
  sound: soundEntries(given, "products"),
});

/** Whether a product accepts tokens; the default. */
export const acceptsToken = ({ accepts }: ProductOptions): boolean => accepts?.includes("token") ?? true;

/** Whether a product accepts subscription keys. */
export const acceptsKey = ({ accepts }: ProductOptions): boolean =>
  (accepts?.includes("key") || accepts?.includes("open")) ?? false;

/** What is wrong with the products, one by one and together. */
export function productsProblems(
  { names, sound }: GivenProducts,
  given: Given<EntraOptions>,
): readonly Problem[] {
  if (names?.length === 0) {
    const fix = 'name at least one product, such as starter: { audience: "api://…" }';
    return [{ path: "products", message: "is empty", fix }];
  }
  return [
    ...sound.flatMap(([name, product]) => [
      ...productProblems(name, product),
      ...productMetadataProblems(`products.${name}`, product),
      ...ownKeyProblems(name, product, given),
      ...(acceptsToken(product) ? tokenProblems(name, product, given) : []),
    ]),
    ...sharedAudiences(sound),
  ];
}

function productProblems(name: string, { accepts }: ProductOptions): Problem[] {
  const path = `products.${name}`;
  const problems: Problem[] = [];
  if (!/^[a-z0-9][a-z0-9._-]{0,255}$/i.test(name)) {
    const fix = "use letters, digits, dots, hyphens and underscores";
    problems.push({ path, message: "is not a product name", fix });
  }
  if (accepts?.length === 0) {
    const fix = 'write ["token"], ["key"] or ["token", "key"]';
    problems.push({ path: `${path}.accepts`, message: "is empty", fix });
  }
  return problems;
}

function ownKeyProblems(
  name: string,
  product: ProductOptions,
  given: Given<EntraOptions>,
): readonly Problem[] {
  if (product.ownSigningKey !== true) return [];
  const path = `products.${name}.ownSigningKey`;
  const problem = (message: string, fix: string): Problem[] => [{ path, message, fix }];
  if (!acceptsToken(product))
    return problem("is set, and the product accepts no tokens", 'remove it, or add "token" to accepts');
  return problemsIn(given, ["tenantId"], ({ tenantId }) => {
    if (tenantId === undefined)
      return problem("is set without tenantId", "remove it: only Entra has keys of one application");
    const ids = audiencesOf([product.audience ?? []].flat())["entra-v2"];
    if (ids.length === 1) return [];
    const fix =
      "write the id of the one application that has the key in audience, beside its other spellings";
    return problem(`needs one application id in audience, and there are ${ids.length}`, fix);
  });
}

function tokenProblems(name: string, product: ProductOptions, given: Given<EntraOptions>): Problem[] {
  const path = `products.${name}`;
  const role = roleOf(name, product);
  const problems: Problem[] = [
    ...audienceProblems(`${path}.audience`, product, given),
    ...versionProblems(`${path}.tokenVersions`, product, given),
  ];
  if (role === false && (product.clients ?? product.requiredClaims ?? []).length === 0) {
    const message = "is false, and neither clients nor requiredClaims is set";
    const fix =
      "write clients or requiredClaims beside it: any application of the tenant can get a token for an audience";
    problems.push({ path: `${path}.role`, message, fix });
  }
  if (role !== false && /\s/.test(role)) {
    const message = `${product.role === undefined ? "would be" : "is"} "${role}", which contains spaces`;
    const fix =
      "write role: the value of the app role in the product's app registration; Entra allows no spaces in it";
    problems.push({ path: `${path}.role`, message, fix });
  }
  if (product.clients?.length === 0) {
    const fix = "list application ids, or remove it to admit every client that holds the role";
    problems.push({ path: `${path}.clients`, message: "is empty", fix });
  }
  return problems;
}

function audienceProblems(
  path: string,
  product: ProductOptions,
  given: Given<EntraOptions>,
): readonly Problem[] {
  const audience = [product.audience ?? []].flat();
  if (audience.length === 0) {
    const fix =
      "write the Application ID URI of the product's app registration, such as api://55556666-ffff-7777-aaaa-8888bbbb9999";
    return [{ path, message: "is missing", fix }];
  }
  return problemsIn(given, ["tenantId", "tokenVersions"], ({ tenantId, tokenVersions = ["2.0"] }) => {
    const versions = product.tokenVersions ?? tokenVersions;
    if (tenantId === undefined || !versions.includes("2.0")) return [];
    if (audiencesOf(audience)["entra-v2"].length > 0) return [];
    const fix = `v2 tokens carry the application id, so list it too: audience: ["${audience[0] ?? ""}", "<application id>"]; or accept v1 tokens only: tokenVersions: ["1.0"]`;
    return [{ path, message: "contains no application id", fix }];
  });
}

// The instance's list is the limit: only its versions have keys, and an auditor reads it as a whole.
function versionProblems(
  path: string,
  product: ProductOptions,
  given: Given<EntraOptions>,
): readonly Problem[] {
  return problemsIn(given, ["tokenVersions", "externalId"], (options) => {
    const accepted = versionsOf(options);
    return (product.tokenVersions ?? [])
      .filter((version) => !accepted.includes(version))
      .map((version) => {
        const message = `lists "${version}", which the option tokenVersions does not`;
        const fix =
          "add it to the option tokenVersions, and write tokenVersions in every product that must not accept it";
        return { path, message, fix };
      });
  });
}

// Of products that share an audience, only the app role tells which one a token opens.
function sharedAudiences(products: Products): Problem[] {
  const owners = new Map<string, Set<string>>();
  const roles = new Map<string, string | false>();
  const problems: Problem[] = [];
  for (const [name, product] of products) {
    if (!acceptsToken(product)) continue;
    const role = roleOf(name, product);
    const sharing = new Set<string>();
    for (const audience of spellingsOfAudiences(product)) {
      const known = owners.get(audience) ?? new Set();
      for (const other of known) sharing.add(other);
      owners.set(audience, known.add(name));
    }
    roles.set(name, role);
    const others = [...sharing];
    const path = `products.${name}.role`;
    const fix =
      "give each product its own app role, or its own app registration: nothing else distinguishes them";
    for (const other of others) {
      if (role === false)
        problems.push({ path, message: `is false, and ${other} has the same audience`, fix });
      else if (roles.get(other) === false)
        problems.push({
          path: `products.${other}.role`,
          message: `is false, and ${name} has the same audience`,
          fix,
        });
      else if (roles.get(other) === role)
        problems.push({ path, message: `is also the role of ${other}, which has the same audience`, fix });
    }
  }
  return problems;
}

const roleOf = (name: string, { role, displayName = capitalised(name) }: ProductOptions): string | false =>
  role ?? `Product.${displayName}.All`;

// In any case, with or without a slash: a GUID and its URI are one application.
function spellingsOfAudiences(product: ProductOptions): ReadonlySet<string> {
  const all = Object.values(audiencesOf([product.audience ?? []].flat())).flat();
  return new Set(all.map((audience) => audience.toLowerCase().replace(/\/$/, "")));
}

export function settleProducts({ products, ...left }: ProductsOptions): ReadonlyMap<string, Product> {
  form.nothingLeft(left);
  return new Map(Object.entries(products).map(([name, product]) => [name, settleProduct(name, product)]));
}

function settleProduct(name: string, options: ProductOptions): Product {
  const {
    displayName = capitalised(name),
    audience = [],
    role = `Product.${displayName}.All`,
    clients,
    requiredClaims = [],
    tokenVersions,
    accepts = ["token"],
    ownSigningKey = false,
    state = "published",
    metadata,
    ...left
  } = productMetadataOf(withoutPolicies(options));
  form.nothingLeft(left);
  const configured = [audience].flat();
  const audiences = audiencesOf(configured);
  const isRefused = (version: TokenVersion) =>
    tokenVersions !== undefined && !tokenVersions.includes(version);
  const [v1, v2] = [isRefused("1.0"), isRefused("2.0")];
  return Object.freeze({
    name,
    displayName,
    // A key for an open product is still honoured, and a bad one still refused.
    accepts: Object.freeze({
      token: accepts.includes("token"),
      key: accepts.includes("key") || accepts.includes("open"),
    }),
    open: accepts.includes("open"),
    state,
    role: role === false ? undefined : role,
    clients: clients && new Set(clients.flatMap(spellingsOf)),
    requiredClaims: deepFreeze(structuredClone([...requiredClaims])),
    ownSigningKeyOf: ownSigningKey ? audiences["entra-v2"][0] : undefined,
    audiences: Object.freeze({
      ...audiences,
      ...(v1 && { "entra-v1": NO_AUDIENCES }),
      ...(v2 && { "entra-v2": NO_AUDIENCES }),
    }),
    refusedAudiences: Object.freeze({
      "entra-v1": v1 ? audiences["entra-v1"] : NO_AUDIENCES,
      "entra-v2": v2 ? audiences["entra-v2"] : NO_AUDIENCES,
      openid: NO_AUDIENCES,
    }),
    audience: configured[0],
    metadata,
  });
}

const NO_AUDIENCES: readonly string[] = Object.freeze([]);

/** The spellings of a client id that tokens may carry. Entra writes GUIDs in lower case; an operator may copy one in upper case. */
export const spellingsOf = (client: string): readonly string[] =>
  isGuid(client) ? [client, client.toLowerCase()] : [client];
