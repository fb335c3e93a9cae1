import { versionOf } from "../document/document-fault.js";
import { entriesOf, isObject, memberOf, type JsonObject } from "../document/json-values.js";
import { pointerTo } from "../document/pointer.js";
import { besideReference } from "../document/beside-reference.js";
import { follow } from "../document/resolve.js";
import { mistakenProduct, productsIn } from "./products-in.js";

/** A security scheme as the rules know it. */
export type Scheme = TokenScheme | KeyScheme | ElsewhereScheme | UnusableScheme;

/** An access token. */
export interface TokenScheme {
  readonly kind: "token";
  /**
   * What the names in a requirement are: scopes of a user's token, app roles of a client's, either, or none at all. A list of
   * names is then an error.
   */
  readonly names: "scopes" | "roles" | "either" | "none";
  readonly products?: readonly string[];
}

/** A subscription key in a header field or query parameter of this name. */
export interface KeyScheme {
  readonly kind: "key";
  readonly in: "header" | "query";
  readonly name: string;
  readonly products?: readonly string[];
}

/** A scheme that something before the rules enforces. */
export interface ElsewhereScheme {
  readonly kind: "elsewhere";
}

/** A scheme that no rule can enforce. */
export interface UnusableScheme {
  readonly kind: "unusable";
  readonly pointer: string;
  readonly message: string;
  readonly fix: string;
}

const MOST_SCHEMES = 200;

/** The security schemes of a document by name. `elsewhere`: names of those that something before the rules enforces. */
export function schemesOf(
  document: JsonObject,
  elsewhere: readonly string[] = [],
): ReadonlyMap<string, Scheme> {
  const given = memberOf(memberOf(document, "components"), "securitySchemes");
  return new Map(
    entriesOf(given)
      .slice(0, MOST_SCHEMES)
      .map(([name, value]) => [
        name,
        elsewhere.includes(name) ? { kind: "elsewhere" } : schemeOf(document, name, value),
      ]),
  );
}

function schemeOf(document: JsonObject, name: string, value: unknown): Scheme {
  const pointer = pointerTo("components", "securitySchemes", name);
  const unusable = (message: string, fix: string): UnusableScheme => ({
    kind: "unusable",
    pointer,
    message,
    fix,
  });
  const { target: scheme, references } = follow(document, value);
  if (scheme === undefined) return unusable("is not a security scheme", "write it here, or refer to #/…");
  const lost = besideReference(references);
  if (lost !== undefined) return unusable(`has ${lost} beside a $ref`, "write it where the $ref leads");
  const mistaken = mistakenProduct(scheme);
  if (mistaken !== undefined) return unusable(`has ${mistaken}`, NAME_EXTENSION);
  const products = productsIn(scheme);
  if (products === "invalid") return unusable("has an x-product that names no product", NAME_PRODUCTS);
  const of = products === undefined || products.length === 0 ? {} : { products };
  switch (memberOf(scheme, "type")) {
    case "oauth2": {
      const names = namesOfFlows(memberOf(scheme, "flows"));
      return names === undefined
        ? unusable("has no flow", "write flows: authorizationCode for users, clientCredentials for clients")
        : { kind: "token", names, ...of };
    }
    case "openIdConnect":
      return { kind: "token", names: "scopes", ...of };
    case "http":
      return isBearer(scheme)
        ? { kind: "token", names: (versionOf(document) ?? 0) > 0 ? "roles" : "none", ...of }
        : unusable("is not scheme: bearer", "use bearer tokens or keys; no product accepts anything else");
    case "apiKey":
      return keyScheme(scheme, of) ?? unusable("is not a key in a header or query parameter", NAME_KEY);
    case "mutualTLS":
      return unusable("demands a client certificate, which a rule cannot", CERTIFICATES);
    default:
      return unusable("has no known type", "write oauth2, openIdConnect, http or apiKey");
  }
}

const NAME_EXTENSION = "write x-product";
const NAME_PRODUCTS = "write the name of a product, or a list of names";
const NAME_KEY =
  "write in: header and name: Ocp-Apim-Subscription-Key; for tokens, type: http and scheme: bearer";
const CERTIFICATES =
  "demand it by the policy validateClientCertificate or a proxy, and name the scheme in enforcedElsewhere";

const isBearer = (scheme: JsonObject): boolean => {
  const name = memberOf(scheme, "scheme");
  return typeof name === "string" && name.toLowerCase() === "bearer"; // RFC 9110 §11.1: without case
};

function keyScheme(scheme: JsonObject, of: Pick<KeyScheme, "products">): KeyScheme | undefined {
  const place = memberOf(scheme, "in");
  const name = memberOf(scheme, "name");
  if ((place !== "header" && place !== "query") || typeof name !== "string") return undefined;
  return { kind: "key", in: place, name, ...of };
}

// A client asks for app roles by the scope `.default`, and they arrive in `roles`; a user's token carries `scp`.
function namesOfFlows(flows: unknown): "scopes" | "roles" | "either" | undefined {
  if (!isObject(flows)) return undefined;
  const isClients = Object.hasOwn(flows, "clientCredentials");
  const isUsers = ["authorizationCode", "implicit", "password", "deviceAuthorization"].some((flow) =>
    Object.hasOwn(flows, flow),
  );
  if (isUsers) return isClients ? "either" : "scopes";
  return isClients ? "roles" : undefined;
}
