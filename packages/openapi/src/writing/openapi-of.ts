import { ConfigurationError, type KeyPlace, type Problem } from "@product-auth/core";
import { checkDocument } from "../document/check-document.js";
import { isObject, memberOf, type JsonObject } from "../document/json-values.js";
import { operationsOf, type DocumentOperation } from "../document/operations.js";
import { servedPaths } from "../document/served-paths.js";
import {
  demandsOfOperation,
  documentContext,
  type DocumentContext,
} from "../security/demands-of-operation.js";
import { inWords } from "../security/in-words.js";
import { admitsAll, type Demands } from "../security/need.js";
import { productsIn, X_PRODUCT } from "../security/products-in.js";
import { copyOf } from "./copy-of.js";
import type { DescribedRoutes } from "./described-route.js";
import { routeFinder, type FoundRoute, type RouteFinder } from "./find-route.js";
import { keptSchemes } from "./kept-schemes.js";
import { newPaths } from "./new-operation.js";
import { responsesOf } from "./responses.js";
import { SchemeBook, type OAuthAddresses } from "./scheme-book.js";
import { securityOfDemands, type WrittenSecurity } from "./security-of-demands.js";

/** What is written, and into which document. */
export interface OpenApiOptions {
  /** The document to complete; it is not changed. Default: a new one with every route that OpenAPI can describe. */
  readonly document?: unknown;
  /** Path below which all paths of the document are served. Default: the paths of the `servers` of each operation. */
  readonly basePath?: string;
  /** Names of security schemes that something before the rules enforces. They stay where they are. Default: none. */
  readonly enforcedElsewhere?: readonly string[];
  /** Addresses for `oauth2` schemes, where scopes need one that the document does not have. */
  readonly oauth?: OAuthAddresses;
  /** Whether to add the responses 401, 403, 429 and 503 where an operation lacks them. Default false. */
  readonly responses?: boolean;
}

/**
 * An OpenAPI document that says what an application demands: `security` and `x-product` of each operation, and the security
 * schemes for them. `report`: the route report. An operation that says the same already, one without a route, one with a
 * scheme that no rule can demand, and everything else in the document stay as they are. Throws `ConfigurationError` for
 * demands that the document cannot state, as scopes without a scheme for them.
 */
export function openApiOf(report: DescribedRoutes, options: OpenApiOptions = {}): Record<string, unknown> {
  const { enforcedElsewhere = [], basePath } = options;
  const given = options.document ?? { openapi: "3.1.0", info: { title: "API", version: "1" }, paths: {} };
  const written = copyOf(checkDocument(given)) as Record<string, unknown>;
  if (options.document === undefined) Object.assign(written, newPaths(report, basePath));
  const book = new SchemeBook(written, options.oauth, enforcedElsewhere);
  const completed = completeOperations(written, routeFinder(report), book, options);
  addSchemes(written, book);
  const context = documentContext(written, enforcedElsewhere);
  const problems = completed.flatMap(({ operation, found, problem }) =>
    problem ? [problem] : statedOtherwise(operation, context, found),
  );
  if (problems.length > 0) throw new ConfigurationError(problems, "The OpenAPI document cannot be completed");
  return written;
}

/** A route that the report can tell of. */
type KnownRoute = FoundRoute & { readonly demands: Demands };

/** An operation that was written, or why it was not. */
interface Completed {
  readonly operation: DocumentOperation;
  readonly found: KnownRoute;
  readonly problem?: Problem;
}

function completeOperations(
  document: Record<string, unknown>,
  find: RouteFinder,
  book: SchemeBook,
  { basePath, responses, enforcedElsewhere }: OpenApiOptions,
): readonly Completed[] {
  const context = documentContext(document, enforcedElsewhere);
  return operationsOf(document).operations.flatMap((operation): readonly Completed[] => {
    const found = foundAt(servedPaths(operation, document, basePath), operation, find);
    if (found === undefined || !operation.isInline) return [];
    const { demands, keys, route } = found;
    const changed = operation.operation as Record<string, unknown>;
    if (responses === true) addResponses(changed, responsesOf(demands, route.guards));
    const { elsewhere, isSimple } = keptSchemes(changed, context);
    // Without a credential, nothing is left beside what is enforced elsewhere that OpenAPI has words for.
    const isKeepable = isSimple && !(demands.anonymous && Object.keys(elsewhere).length > 0);
    if (saysTheSame(operation, context, found) || !isKeepable) return [];
    const written = securityOfDemands(demands, { key: keys.at(-1) ?? NO_KEY, book, elsewhere });
    if (written === undefined)
      return [{ operation, found, problem: { path: operation.pointer, ...NO_SCHEME } }];
    write(changed, operation, document, written);
    return [{ operation, found }];
  });
}

// Never asked: demands without a guard have no alternatives.
const NO_KEY: KeyPlace = { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" };

const NO_SCHEME = {
  message: "demands scopes or roles, and the document has no security scheme for them",
  fix: "declare an oauth2 scheme in components, or pass the addresses of the authorization server in oauth (--authorization-url, --token-url)",
};

/** The route of an operation; undefined without one, and where the paths that it is served at differ. */
function foundAt(
  paths: readonly string[],
  { method }: DocumentOperation,
  find: RouteFinder,
): KnownRoute | undefined {
  const [first, ...others] = paths.map((path) => find(method, path));
  if (first?.demands === undefined) return undefined;
  const known = { ...first, demands: first.demands };
  return others.every((other) => other?.demands !== undefined && isSame(other.demands, known.demands))
    ? known
    : undefined;
}

const isSame = (one: Demands, other: Demands): boolean => admitsAll(one, other) && admitsAll(other, one);

function saysTheSame(
  operation: DocumentOperation,
  context: DocumentContext,
  { demands, keys }: KnownRoute,
): boolean {
  const stated = demandsOfOperation(operation, context, keys);
  return stated.isStated && stated.problems.length === 0 && isSame(stated.demands, demands);
}

/** Demands that OpenAPI, or this document, has no words for are read otherwise than they were written. */
function statedOtherwise(
  operation: DocumentOperation,
  context: DocumentContext,
  found: KnownRoute,
): readonly Problem[] {
  if (saysTheSame(operation, context, found)) return [];
  const message = `cannot state what the application demands: ${inWords(found.demands)}`;
  const fix = "change the guards of the route, or take the operation out of the document";
  return [{ path: operation.pointer, message, fix }];
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
