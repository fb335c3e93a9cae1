import { ConfigurationError, type KeyPlace, type Problem } from "@product-auth/core";
import { basePathOf } from "../document/base-path.js";
import { checkDocument } from "../document/check-document.js";
import { isObject, memberOf, type JsonObject } from "../document/json-values.js";
import { operationsOf, type DocumentOperation } from "../document/operations.js";
import { routeKey } from "../document/path-key.js";
import {
  demandsOfOperation,
  documentContext,
  type DocumentContext,
} from "../security/demands-of-operation.js";
import { admitsAll, type Demands } from "../security/need.js";
import { productsIn, X_PRODUCT } from "../security/products-in.js";
import type { DescribedRoutes } from "./described-route.js";
import { routeFinder, type FoundRoute, type RouteFinder } from "./find-route.js";
import { documentedPath, newOperation } from "./new-operation.js";
import { responsesOf } from "./responses.js";
import { SchemeBook, type OAuthAddresses } from "./scheme-book.js";
import { securityOfDemands, type WrittenSecurity } from "./security-of-demands.js";

/** What is written, and into which document. */
export interface OpenApiOptions {
  /** The document to complete; it is not changed. Default: a new one with every route that OpenAPI can describe. */
  readonly document?: unknown;
  /** Path below which the document's paths are served. Default: the path of its `servers`. */
  readonly basePath?: string;
  /** Addresses for `oauth2` schemes, where scopes need one that the document does not have. */
  readonly oauth?: OAuthAddresses;
  /** Whether to add the responses 401, 403, 429 and 503 where an operation lacks them. Default false. */
  readonly responses?: boolean;
}

/**
 * An OpenAPI document that says what an application demands: `security` and `x-product` of each operation, and the security
 * schemes for them. `report`: the route report. An operation that says the same already, one without a route, and everything
 * else in the document stay as they are. Throws `ConfigurationError` when scopes need a scheme that cannot be declared.
 */
export function openApiOf(report: DescribedRoutes, options: OpenApiOptions = {}): Record<string, unknown> {
  const { document = { openapi: "3.1.0", info: { title: "API", version: "1" }, paths: {} } } = options;
  const written = structuredClone(checkDocument(document)) as Record<string, unknown>;
  const basePath = options.basePath ?? basePathOf(written) ?? "";
  if (options.document === undefined) addRoutes(written, report);
  const book = new SchemeBook(written, options.oauth);
  const problems = completeOperations(written, routeFinder(report), book, {
    basePath,
    responses: options.responses === true,
  });
  if (problems.length > 0) throw new ConfigurationError(problems, "The OpenAPI document cannot be completed");
  addSchemes(written, book);
  return written;
}

function addRoutes(document: Record<string, unknown>, { routes }: DescribedRoutes): void {
  const paths = new Map<string, Map<string, unknown>>();
  const seen = new Set<string>();
  for (const route of routes) {
    const path = documentedPath(route);
    const key = path === undefined ? "" : routeKey(route.method, path);
    if (path === undefined || seen.has(key)) continue;
    seen.add(key);
    const item = paths.get(path) ?? new Map<string, unknown>();
    item.set(route.method.toLowerCase(), newOperation(path));
    paths.set(path, item);
  }
  // `fromEntries` makes own members, also of `/__proto__`.
  document["paths"] = Object.fromEntries([...paths].map(([path, item]) => [path, Object.fromEntries(item)]));
}

function completeOperations(
  document: Record<string, unknown>,
  find: RouteFinder,
  book: SchemeBook,
  { basePath, responses }: { readonly basePath: string; readonly responses: boolean },
): readonly Problem[] {
  const context = documentContext(document);
  return operationsOf(document).operations.flatMap((operation): readonly Problem[] => {
    const found = find(operation.method, `${basePath}${operation.path}`);
    if (found?.demands === undefined || !operation.isInline) return [];
    const { demands, keys, route } = found;
    const changed = operation.operation as Record<string, unknown>;
    if (responses) addResponses(changed, responsesOf(demands, route.guards));
    if (saysTheSame(operation, context, { ...found, demands })) return [];
    const written = securityOfDemands(demands, keys.at(-1) ?? NO_KEY, book);
    if (written === undefined) return [{ path: operation.pointer, ...NO_SCHEME }];
    write(changed, operation, document, written);
    return [];
  });
}

// Never asked: demands without a guard have no alternatives.
const NO_KEY: KeyPlace = { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" };

const NO_SCHEME = {
  message: "demands scopes or roles, and the document has no security scheme for them",
  fix: "declare an oauth2 scheme in components, or pass the addresses of the authorization server in oauth (--authorization-url, --token-url)",
};

function saysTheSame(
  operation: DocumentOperation,
  context: DocumentContext,
  { demands, keys }: FoundRoute & { readonly demands: Demands },
): boolean {
  const stated = demandsOfOperation(operation, context, keys);
  if (!stated.isStated || stated.problems.length > 0) return false;
  return admitsAll(stated.demands, demands) && admitsAll(demands, stated.demands);
}

function write(
  operation: Record<string, unknown>,
  { item }: DocumentOperation,
  document: JsonObject,
  { security, products }: WrittenSecurity,
): void {
  operation["security"] = security;
  const own = productsIn(operation);
  const inherited = [item, document].map(productsIn).find((level) => level !== undefined);
  const wanted = products ?? [];
  if (security.length > 0 && JSON.stringify(own) === JSON.stringify(wanted)) return;
  delete operation[X_PRODUCT];
  if (security.length === 0 || JSON.stringify(inherited ?? []) === JSON.stringify(wanted)) return;
  operation[X_PRODUCT] = wanted.length === 1 ? wanted[0] : wanted;
}

function addResponses(operation: Record<string, unknown>, added: Readonly<Record<string, unknown>>): void {
  if (Object.keys(added).length === 0) return;
  const known = memberOf(operation, "responses");
  operation["responses"] = { ...added, ...(isObject(known) && known) };
}

function addSchemes(document: Record<string, unknown>, { added }: SchemeBook): void {
  if (added.size === 0) return;
  const components = memberOf(document, "components");
  const known = memberOf(components, "securitySchemes");
  document["components"] = {
    ...(isObject(components) && components),
    securitySchemes: { ...(isObject(known) && known), ...Object.fromEntries(added) },
  };
}
