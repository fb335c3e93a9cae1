import type { KeyPlace } from "@product-auth/core";
import { versionOf } from "../document/document-fault.js";
import { entriesOf, memberOf, type JsonObject } from "../document/json-values.js";
import { resolve } from "../document/resolve.js";
import { X_PRODUCT } from "../security/products-in.js";
import { rightOfScope } from "../security/right-of-scope.js";
import { schemesOf, type Scheme } from "../security/schemes.js";

/** Addresses of the authorization server, for schemes that the document does not have yet. */
export interface OAuthAddresses {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
}

/** What a scheme is needed for. `scopes` and `roles`: a token with at least one of them. */
export interface SchemeWish {
  readonly kind: "token" | "scopes" | "roles" | "key";
  /** Products of the scheme; undefined where the operation names them, or any is accepted. */
  readonly products: readonly string[] | undefined;
  readonly key: KeyPlace;
}

/** A scheme with the spelling that its document has for a right. */
export interface ChosenScheme {
  readonly name: string;
  readonly spell: (right: string) => string;
}

/**
 * The security schemes of a document, and those that rules need besides: a scheme of the document is used where one fits.
 * `choose` gives undefined for scopes or roles without addresses to declare a scheme with.
 */
export class SchemeBook {
  readonly #document: JsonObject;
  readonly #schemes: Map<string, Scheme>;
  readonly #oauth: OAuthAddresses | undefined;
  readonly #added = new Map<string, JsonObject>();

  /** `elsewhere`: names of schemes that something before the rules enforces; they are never chosen. */
  constructor(document: JsonObject, oauth: OAuthAddresses | undefined, elsewhere: readonly string[]) {
    this.#document = document;
    this.#schemes = new Map(schemesOf(document, elsewhere));
    this.#oauth = oauth;
  }

  /** The schemes that the document needs besides its own, by name. */
  get added(): ReadonlyMap<string, JsonObject> {
    return this.#added;
  }

  choose(wish: SchemeWish): ChosenScheme | undefined {
    const name = this.#known(wish) ?? this.#add(wish);
    return name === undefined ? undefined : { name, spell: (right) => this.#spell(name, right) };
  }

  #known(wish: SchemeWish): string | undefined {
    for (const [name, scheme] of this.#schemes) if (fits(scheme, wish)) return name;
    return undefined;
  }

  #add(wish: SchemeWish): string | undefined {
    const scheme = this.#schemeFor(wish);
    if (scheme === undefined) return undefined;
    const { products } = wish;
    const name = this.#freeName([NAMES[wish.kind], ...(products ?? [])].join("-").slice(0, 80));
    const added = { ...scheme, ...(products !== undefined && { [X_PRODUCT]: products }) };
    this.#added.set(name, added);
    const components = { securitySchemes: { [name]: added } };
    const openapi = memberOf(this.#document, "openapi");
    this.#schemes.set(name, schemesOf({ openapi, components }).get(name)!);
    return name;
  }

  #freeName(wanted: string): string {
    // Names of components: letters, digits, dots, hyphens and underscores.
    const base = wanted.replace(/[^\w.-]/g, "_");
    if (!this.#schemes.has(base)) return base;
    for (let i = 2; ; i++) if (!this.#schemes.has(`${base}-${i}`)) return `${base}-${i}`;
  }

  #schemeFor({ kind, key }: SchemeWish): JsonObject | undefined {
    if (kind === "key") return { type: "apiKey", in: "header", name: key.header };
    const isBearer = kind === "token" || (kind === "roles" && (versionOf(this.#document) ?? 0) > 0);
    if (isBearer) return { type: "http", scheme: "bearer", bearerFormat: "JWT" };
    if (this.#oauth === undefined) return undefined;
    const { authorizationUrl, tokenUrl } = this.#oauth;
    const flows =
      kind === "scopes"
        ? { authorizationCode: { authorizationUrl, tokenUrl, scopes: {} } }
        : { clientCredentials: { tokenUrl, scopes: {} } };
    return { type: "oauth2", flows };
  }

  // Flows list their scopes: as clients ask for them.
  #spell(name: string, right: string): string {
    const added = this.#added.get(name);
    const schemes = memberOf(memberOf(this.#document, "components"), "securitySchemes");
    const scheme = added ?? resolve(this.#document, memberOf(schemes, name));
    const lists = entriesOf(memberOf(scheme, "flows")).map(([, flow]) => memberOf(flow, "scopes"));
    const known = lists.flatMap(entriesOf).find(([scope]) => rightOfScope(scope) === right)?.[0];
    if (known === undefined && added !== undefined)
      for (const list of lists) (list as Record<string, string>)[right] = right;
    return known ?? right;
  }
}

const NAMES = { token: "token", scopes: "user", roles: "client", key: "subscriptionKey" } as const;

function fits(scheme: Scheme, { kind, products, key }: SchemeWish): boolean {
  if (scheme.kind !== "token" && scheme.kind !== "key") return false;
  if (JSON.stringify(scheme.products) !== JSON.stringify(products)) return false;
  if (scheme.kind === "key")
    return kind === "key" && scheme.in === "header" && scheme.name.toLowerCase() === key.header.toLowerCase();
  return kind === "token" || kind === scheme.names;
}
