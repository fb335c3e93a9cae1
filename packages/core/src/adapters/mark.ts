import type { ProductAuth } from "../product-auth.js";
import type { CompiledRule, Requirement, Rule } from "../rules/rule.js";
import { markedDemand, type MarkedDemand } from "./marked-demand.js";
import { markedPolicies, type MarkedPolicy } from "./marked-policies.js";

/** What a middleware does with a request, for route reports. */
export type Mark =
  | GuardMark
  /** Refuses every request, for this reason. */
  | { readonly kind: "shut"; readonly why: string }
  /** `open()`: explicitly lets every request pass. */
  | { readonly kind: "open" }
  /** Answers every request below this path and passes all others: a developer portal. The path is below its mount. */
  | { readonly kind: "place"; readonly path: string }
  /** Answers requests for the protected-resource metadata at this path, and passes all others. */
  | { readonly kind: "metadata"; readonly path: string };

/** A guard and what it requires. */
export interface GuardMark {
  readonly kind: "guard";
  /** Undefined for the guard of a whole application: any product, or the rule of the API at the path. */
  readonly rule?: Rule<string, string>;
  /** Text of what it requires, when the rule is not available. */
  readonly demands?: string;
  /** Accepted products. */
  readonly products: readonly string[];
  /** Whether the request path selects the API. */
  readonly byApi: boolean;
  /** Whether it admits anonymous callers, because the product or the API is open. */
  readonly anonymous: boolean;
  /** The policies that apply, in order, without those of the API that the path selects; absent without any. */
  readonly policies?: readonly MarkedPolicy[];
  /**
   * The same with those of the API and operation at a path; undefined where no API has it. Absent when paths select no API.
   */
  readonly policiesAt?: (method: string, path: string) => readonly MarkedPolicy[] | undefined;
  /** What it demands, with the products and APIs of the instance; absent when the rule is not available. */
  readonly demand?: MarkedDemand;
  /** The same where the path selects the API; undefined where no API or operation has the path. */
  readonly demandAt?: (method: string, path: string) => MarkedDemand | undefined;
}

// A registered symbol: an application may load two copies of this package, and a report reads the marks of both.
const MARK = Symbol.for("product-auth.mark");

/** Marks a guard for route reports. No cost per request. */
export function markGuard<T extends object, P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  requirement: Requirement<P>,
  guard: T,
): T {
  return marked(guard, () => markOfRequirement(auth, requirement));
}

/** Marks the middleware of `open()` for route reports. */
export function markOpen<T extends object>(middleware: T): T {
  return marked(middleware, () => ({ kind: "open" }));
}

/** Marks middleware that always refuses, for route reports. */
export function markDenyAll<T extends object>(why: string, middleware: T): T {
  return marked(middleware, () => ({ kind: "shut", why }));
}

/** Marks middleware that answers all requests below a path, for route reports. `path`: below the one it is mounted at. */
export function markPlace<T extends object>(middleware: T, path = "/"): T {
  return marked(middleware, () => ({ kind: "place", path }));
}

/** Marks middleware that serves the protected-resource metadata, for route reports. */
export function markMetadata<T extends object>(
  auth: Pick<ProductAuth, "resourceMetadata">,
  middleware: T,
): T {
  return marked(middleware, () => ({ kind: "metadata", path: auth.resourceMetadata?.path ?? "" }));
}

/** Returns the mark of a requirement, for adapters whose routes hold rules instead of guards. */
export function markOfRequirement<P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  requirement: Requirement<P>,
): GuardMark {
  const wide = requirement === auth.anyProduct;
  const { products, anonymous } = requirement as CompiledRule<P>;
  const policies = markedPolicies(requirement as CompiledRule<P>);
  return {
    kind: "guard",
    ...(!wide && { rule: requirement.rule }),
    products: wide ? auth.products : products.map(({ name }) => name),
    byApi: wide && auth.byPath,
    anonymous: anonymous !== undefined,
    ...(policies.length > 0 && { policies }),
    demand: {
      ...markedDemand(requirement as CompiledRule<P>, auth.catalog.key),
      ...(wide && { anyProduct: true }),
    },
    ...(wide &&
      auth.byPath && {
        demandAt: (method: string, path: string) => {
          const found = auth.requirementAt(requirement, method, path);
          return found && markedDemand(found as CompiledRule<P>, auth.catalog.key);
        },
      }),
    ...(auth.byPath && {
      policiesAt: (method: string, path: string) => {
        const found = auth.requirementAt(requirement, method, path);
        return found && markedPolicies(found as CompiledRule<P>);
      },
    }),
  };
}

/** Returns the mark of a middleware; undefined without one. */
export function markOf(value: unknown): Mark | undefined {
  if (typeof value !== "function" && (typeof value !== "object" || value === null)) return undefined;
  const readMark = (value as Partial<Record<typeof MARK, () => Mark>>)[MARK];
  return readMark?.();
}

function marked<T extends object>(value: T, readMark: () => Mark): T {
  return Object.defineProperty(value, MARK, { value: readMark });
}
