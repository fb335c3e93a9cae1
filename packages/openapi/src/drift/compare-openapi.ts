import { basePathOf } from "../document/base-path.js";
import { checkDocument } from "../document/check-document.js";
import { operationsOf, type DocumentOperation } from "../document/operations.js";
import { routeKey } from "../document/path-key.js";
import {
  demandsOfOperation,
  documentContext,
  type DocumentContext,
} from "../security/demands-of-operation.js";
import { inWords } from "../security/in-words.js";
import { admitsAll, type Demands } from "../security/need.js";
import type { DescribedRoutes } from "../writing/described-route.js";
import { routeFinder, type FoundRoute } from "../writing/find-route.js";
import type { Drift, DriftKind, OpenApiComparison, UndocumentedRoute } from "./drift.js";

/** How a document is compared. */
export interface CompareOptions {
  /** Path below which the document's paths are served. Default: the path of its `servers`. */
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
  const base = basePath ?? basePathOf(checked) ?? "";
  const context = documentContext(checked, enforcedElsewhere);
  const find = routeFinder(report);
  const { operations, problems } = operationsOf(checked);
  const drifts = operations.flatMap((operation) => {
    const drift = driftOf(operation, find(operation.method, `${base}${operation.path}`), context);
    return drift === undefined ? [] : [drift];
  });
  const documented = new Set(operations.map(({ method, path }) => routeKey(method, `${base}${path}`)));
  return {
    operations: operations.length,
    drifts,
    undocumented: undocumentedRoutes(report, documented),
    problems,
  };
}

function driftOf(
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
const UNKNOWN = "guard the route with one rule that the report can see";

function undocumentedRoutes(
  { routes }: DescribedRoutes,
  documented: ReadonlySet<string>,
): readonly UndocumentedRoute[] {
  const keys = [...documented];
  const isDocumented = ({ method, path }: DescribedRoutes["routes"][number]) =>
    method === "ALL"
      ? keys.some((key) => key.endsWith(routeKey("", path)))
      : documented.has(routeKey(method, path));
  return routes
    .filter((route) => !isDocumented(route))
    .map(({ method, path, state }) => ({ method, path, state }));
}
