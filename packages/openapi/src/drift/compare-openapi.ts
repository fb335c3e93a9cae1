import { checkDocument } from "../document/check-document.js";
import { operationsOf, type DocumentOperation } from "../document/operations.js";
import { pathKey, routeKey } from "../document/path-key.js";
import { servedPaths } from "../document/served-paths.js";
import {
  demandsOfOperation,
  documentContext,
  type DocumentContext,
} from "../security/demands-of-operation.js";
import { inWords } from "../security/in-words.js";
import { admitsAll, type Demands } from "../security/need.js";
import type { DescribedRoutes } from "../writing/described-route.js";
import { routeFinder, type FoundRoute, type RouteFinder } from "../writing/find-route.js";
import type { Drift, DriftKind, OpenApiComparison, UndocumentedRoute } from "./drift.js";

/** How a document is compared. */
export interface CompareOptions {
  /** Path below which all paths of the document are served. Default: the paths of the `servers` of each operation. */
  readonly basePath?: string;
  /** Names of security schemes that something before the rules enforces. Default: none. */
  readonly enforcedElsewhere?: readonly string[];
}

/**
 * Compares what an OpenAPI document says with what an application demands. `report`: the route report of the application.
 * Throws `ConfigurationError` when the document cannot be read at all.
 */
export function compareOpenApi(
  document: unknown,
  report: DescribedRoutes,
  { basePath, enforcedElsewhere = [] }: CompareOptions = {},
): OpenApiComparison {
  const checked = checkDocument(document);
  const context = documentContext(checked, enforcedElsewhere);
  const find = routeFinder(report);
  const { operations, problems } = operationsOf(checked);
  const served = operations.map((operation) => ({
    operation,
    paths: servedPaths(operation, checked, basePath),
  }));
  return {
    operations: operations.length,
    drifts: served.flatMap(({ operation, paths }) => driftOf(operation, paths, find, context) ?? []),
    undocumented: undocumentedRoutes(report, served),
    problems,
  };
}

/** The first drift at the paths where an operation is served. */
function driftOf(
  operation: DocumentOperation,
  paths: readonly string[],
  find: RouteFinder,
  context: DocumentContext,
): Drift | undefined {
  const [first, ...others] = paths;
  if (first === undefined) return driftAt(operation, undefined, context);
  if (others.length === 0) return driftAt(operation, find(operation.method, first), context);
  for (const path of paths) {
    const drift = driftAt(operation, find(operation.method, path), context);
    if (drift !== undefined) return { ...drift, application: `${drift.application} (${path})` };
  }
  return undefined;
}

function driftAt(
  operation: DocumentOperation,
  found: FoundRoute | undefined,
  context: DocumentContext,
): Drift | undefined {
  const { method, path, pointer, operationId } = operation;
  const stated = demandsOfOperation(operation, context, found?.keys ?? []);
  const drift = (kind: DriftKind, says: string, demands: string, fix: string): Drift => ({
    method,
    path,
    pointer,
    ...(operationId !== undefined && { operationId }),
    kind,
    document: says,
    application: demands,
    fix,
  });
  const says = stated.isStated ? inWords(stated.demands) : "nothing, which is open";
  if (found === undefined) return drift("missing", says, "no such route", MISSING);
  const { demands, route } = found;
  if (found.answeredBy !== undefined) {
    const earlier = `${found.answeredBy.method} ${found.answeredBy.path}`;
    return drift("unknown", says, `may be answered by ${earlier}`, EARLIER);
  }
  if (demands === undefined) return drift("unknown", says, "cannot be seen", UNKNOWN);
  const [problem] = stated.problems;
  if (problem !== undefined)
    return drift("unreadable", `${problem.path} ${problem.message}`, inWords(demands), problem.fix);
  const kind = differenceOf(stated.demands, demands);
  if (kind === undefined) return undefined;
  const application =
    route.state === "unprotected" ? `${inWords(demands)}, without a guard` : inWords(demands);
  return drift(kind, says, application, FIXES[kind]);
}

type Difference = "admits-more" | "demands-more" | "differs";

function differenceOf(document: Demands, application: Demands): Difference | undefined {
  const admitsDocumented = admitsAll(application, document);
  const isDocumented = admitsAll(document, application);
  if (admitsDocumented && isDocumented) return undefined;
  if (admitsDocumented) return "admits-more";
  return isDocumented ? "demands-more" : "differs";
}

const FIXES: Readonly<Record<Difference, string>> = {
  "admits-more":
    "guard the route as the document says, or write what the application demands into the document",
  "demands-more": "write what the application demands into the document, or loosen the guard",
  differs: "write what the application demands into the document, or change the guard",
};
const MISSING = "remove the operation, add the route, or say where the paths are served (basePath)";
const EARLIER = "register the route before the one that takes its requests, which has other guards";
const UNKNOWN = "guard the route with one rule that the report can see";

interface ServedOperation {
  readonly operation: DocumentOperation;
  readonly paths: readonly string[];
}

function undocumentedRoutes(
  { routes }: DescribedRoutes,
  served: readonly ServedOperation[],
): readonly UndocumentedRoute[] {
  const paths = new Set(served.flatMap((one) => one.paths.map(pathKey)));
  const documented = new Set(
    served.flatMap(({ operation, paths: at }) => at.map((path) => routeKey(operation.method, path))),
  );
  return routes
    .filter(({ method, path }) =>
      method === "ALL" ? !paths.has(pathKey(path)) : !documented.has(routeKey(method, path)),
    )
    .map(({ method, path, state }) => ({ method, path, state }));
}
