import type { ProductAuth } from "../product-auth.js";
import type { CompiledRule, Requirement, Rule } from "../rules/rule.js";

/** What something on a request's way does about it. */
export type Mark =
  | GuardMark
  /** Lets nobody on, for this reason. */
  | { readonly kind: "shut"; readonly why: string }
  /** `open()`: everybody may go on, in so many words. */
  | { readonly kind: "open" }
  /** Answers the protected-resource metadata at this path, and lets everything else on. */
  | { readonly kind: "metadata"; readonly path: string };

/** A guard, with what it demands. */
export interface GuardMark {
  readonly kind: "guard";
  /** Undefined for the guard of a whole application: any product, or what the API at the path says. */
  readonly rule?: Rule<string, string>;
  /** What it demands, in words, where the rule cannot be seen. */
  readonly demands?: string;
  /** Products any of which will do. */
  readonly products: readonly string[];
  /** Whether paths belong to APIs that have rules of their own. */
  readonly byApi: boolean;
  /** Whether it lets everybody in, because the product or the API is open. */
  readonly anonymous: boolean;
}

// Registered for all: an application may have two copies of this package, and a report sees the guards of both.
const MARK = Symbol.for("product-auth.mark");

/** Lets a guard be recognised as one by reports. Costs no request anything. */
export function markGuard<T extends object, P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  requirement: Requirement<P>,
  guard: T,
): T {
  return marked(guard, () => markOfRequirement(auth, requirement));
}

/** Lets what `open()` gives be recognised. */
export function markOpen<T extends object>(middleware: T): T {
  return marked(middleware, () => ({ kind: "open" }));
}

/** Lets what refuses everybody be recognised. */
export function markShut<T extends object>(why: string, middleware: T): T {
  return marked(middleware, () => ({ kind: "shut", why }));
}

/** Lets what answers the protected-resource metadata be recognised. */
export function markMetadata<T extends object>(
  auth: Pick<ProductAuth, "resourceMetadata">,
  middleware: T,
): T {
  return marked(middleware, () => ({ kind: "metadata", path: auth.resourceMetadata?.path ?? "" }));
}

/** The mark of a requirement, for adapters whose routes carry rules and not guards. */
export function markOfRequirement<P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  requirement: Requirement<P>,
): GuardMark {
  const wide = requirement === auth.anyProduct;
  const { products, anonymous } = requirement as CompiledRule<P>;
  return {
    kind: "guard",
    ...(!wide && { rule: requirement.rule }),
    products: wide ? auth.products : products.map(({ name }) => name),
    byApi: wide && auth.byPath,
    anonymous: anonymous !== undefined,
  };
}

/** What a middleware was marked as; undefined for everything that is not ours. */
export function markOf(value: unknown): Mark | undefined {
  if (typeof value !== "function" && (typeof value !== "object" || value === null)) return undefined;
  const tell = (value as Partial<Record<typeof MARK, () => Mark>>)[MARK];
  return tell?.();
}

function marked<T extends object>(value: T, tell: () => Mark): T {
  return Object.defineProperty(value, MARK, { value: tell });
}
