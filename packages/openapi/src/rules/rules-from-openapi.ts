import { ConfigurationError, type Problem, type Rule } from "@product-auth/core";
import { checkDocument } from "../document/check-document.js";
import { operationsOf } from "../document/operations.js";
import { routeKey } from "../document/path-key.js";
import { demandsOfOperation, documentContext } from "../security/demands-of-operation.js";
import { concreteFirst } from "./concrete-first.js";
import {
  keyPlacesOf,
  type DocumentRule,
  type DocumentRules,
  type DocumentRulesOptions,
  type GuardingInstance,
  type OperationRule,
} from "./document-rules.js";
import { ruleOfOperation } from "./rule-of-operation.js";

/** An operation with the guard that `auth` made. */
interface GuardedOperation<G> {
  readonly about: OperationRule;
  readonly guard: G;
}

/**
 * The rules that an OpenAPI 3 document states: of each operation the alternatives in its `security`, or that of the document,
 * for the products in `x-product`. `document`: the parsed document. `auth`: the result of `productAuth()`, which makes the
 * guards. Throws one `ConfigurationError` with everything that no rule can enforce, each at its JSON pointer: no operation
 * becomes more open than the document says.
 */
export function rulesFromOpenApi<P extends string, G, O>(
  document: unknown,
  auth: GuardingInstance<P, G, O>,
  { enforcedElsewhere = [] }: DocumentRulesOptions = {},
): DocumentRules<P, G | O> {
  const checked = checkDocument(document);
  const context = documentContext(checked, enforcedElsewhere);
  const keys = keyPlacesOf(auth.catalog);
  const { operations, problems: unreadable } = operationsOf(checked);
  const problems: Problem[] = [...unreadable];
  const found: GuardedOperation<G | O>[] = [];
  for (const operation of concreteFirst(operations)) {
    const stated = demandsOfOperation(operation, context, keys);
    const rule = ruleOfOperation(operation, stated, auth.catalog);
    const { method, path, operationId, pointer } = operation;
    const guard = isRule(rule) ? guardOf(auth, rule, pointer) : { problems: rule };
    if ("problems" in guard) problems.push(...guard.problems);
    else {
      const about = { method, path, ...(operationId !== undefined && { operationId }), rule };
      found.push({ about: Object.freeze(about as OperationRule), guard: guard.made });
    }
  }
  if (problems.length > 0) throw new ConfigurationError(once(problems), HEADING);
  return lookUp(found) as DocumentRules<P, G | O>;
}

const HEADING = "The OpenAPI document cannot be enforced";

const isRule = (found: DocumentRule | readonly Problem[]): found is DocumentRule => !Array.isArray(found);

function guardOf<P extends string, G, O>(
  auth: GuardingInstance<P, G, O>,
  rule: DocumentRule,
  pointer: string,
): { readonly made: G | O } | { readonly problems: readonly Problem[] } {
  if (rule === "open") return { made: auth.open() };
  try {
    return { made: auth.require(rule as Rule<P>) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems.map((problem) => atOperation(problem, pointer)) };
  }
}

// The path of the problem begins with the call that refused the rule.
const atOperation = ({ path, message, fix }: Problem, pointer: string): Problem => {
  const member = path.replace(/^require\(rule\)\.?/, "");
  return { path: pointer, message: member === "" ? message : `${member}: ${message}`, fix };
};

// The security of the document is read for every operation without its own.
function once(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => {
    const key = `${path} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function lookUp<G>(found: readonly GuardedOperation<G>[]): DocumentRules<string, G> {
  const byId = new Map(
    found.flatMap((one) => (one.about.operationId === undefined ? [] : [[one.about.operationId, one]])),
  );
  const byRoute = new Map(found.map((one) => [routeKey(one.about.method, one.about.path), one]));
  const operation = (id: string) =>
    byId.get(id) ?? missing(`no operation with the operationId ${JSON.stringify(id)}`);
  const at = (method: string, path: string) =>
    byRoute.get(routeKey(method, path)) ?? missing(`no operation ${method} ${path}`);
  return Object.freeze({
    operations: Object.freeze(found.map(({ about }) => about)),
    rule: (id) => operation(id).about.rule,
    ruleAt: (method, path) => at(method, path).about.rule,
    guard: (id) => operation(id).guard,
    guardAt: (method, path) => at(method, path).guard,
  } satisfies DocumentRules<string, G>);
}

function missing(what: string): never {
  throw new RangeError(`The OpenAPI document has ${what}.`);
}
