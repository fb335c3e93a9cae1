import type { Expression } from "./expression.js";
import { pathOf, textOf } from "./patterns.js";

/** A value that is compared with a constant. */
export interface Equality {
  readonly value: Expression;
  /** `null`: compared with null. */
  readonly constant: string | null;
  readonly ignoreCase: boolean;
  /** Whether they must differ. */
  readonly isNegated: boolean;
}

/** Whether a comparison of this name ignores case. */
const comparisons: ReadonlyMap<string, boolean> = new Map([
  ["Ordinal", false],
  ["InvariantCulture", false],
  ["CurrentCulture", false],
  ["OrdinalIgnoreCase", true],
  ["InvariantCultureIgnoreCase", true],
  ["CurrentCultureIgnoreCase", true],
]);

/** `a == "x"`, `"x" == a`, `a.Equals("x"[, comparison])`, `"x".Equals(a[, comparison])`, and with `!=`. */
export function equalityOf(expression: Expression): Equality | undefined {
  if (expression.kind === "comparison") {
    const { operator, left, right } = expression;
    if (operator !== "==" && operator !== "!=") return undefined;
    return sidesOf(left, right, { ignoreCase: false, isNegated: operator === "!=" });
  }
  if (expression.kind !== "call" || expression.name !== "Equals") return undefined;
  const [other, comparison, more] = expression.arguments;
  const ignoreCase = ignoresCase(comparison, "StringComparison");
  if (other === undefined || other.kind === "null" || ignoreCase === undefined || more !== undefined)
    return undefined;
  return sidesOf(expression.of, other, { ignoreCase, isNegated: false });
}

/** Whether `StringComparison.X` (or another class's `X`) ignores case; absent, it does not. Undefined for anything else. */
export function ignoresCase(comparison: Expression | undefined, className: string): boolean | undefined {
  if (comparison === undefined) return false;
  const path = pathOf(comparison);
  return path?.startsWith(`${className}.`) === true
    ? comparisons.get(path.slice(className.length + 1))
    : undefined;
}

function sidesOf(
  left: Expression,
  right: Expression,
  how: Pick<Equality, "ignoreCase" | "isNegated">,
): Equality | undefined {
  const [first, second] = [constantOf(left), constantOf(right)];
  if (first === undefined)
    return second === undefined ? undefined : { value: left, constant: second, ...how };
  return second === undefined ? { value: right, constant: first, ...how } : undefined;
}

function constantOf(expression: Expression): string | null | undefined {
  return expression.kind === "null" ? null : textOf(expression);
}
