import type { Expression } from "./expression.js";
import { parseExpression, type ExpressionOptions } from "./parse-expression.js";
import {
  claimsOf,
  entryOf,
  headerLookupOf,
  headerOf,
  lookupOf,
  pathOf,
  stringCall,
  textOf,
  tokenOf,
} from "./patterns.js";
import type { TokenOrigin } from "./patterns.js";

/** A claim of a token that a variable holds, or of the token in the `Authorization` header, which the expression does not verify. */
export interface ClaimKey {
  readonly claim: string;
  readonly from: TokenOrigin;
}

/** What a limit counts by. A list: the first that is present. Headers: lower case. */
export type CounterKey =
  | "subscription"
  | "ip"
  | "product"
  | "user"
  | "api"
  | "operation"
  | { readonly header: string }
  | { readonly constant: string }
  | ClaimKey
  | readonly CounterKey[]
  | { readonly join: readonly CounterKey[] };

const paths: ReadonlyMap<string | undefined, CounterKey> = new Map([
  ["context.Subscription.Id", "subscription"],
  ["context.Subscription.Key", "subscription"],
  ["context.Subscription.PrimaryKey", "subscription"],
  ["context.Subscription.Name", "subscription"],
  ["context.Request.IpAddress", "ip"],
  ["context.Product.Id", "product"],
  ["context.Product.Name", "product"],
  ["context.User.Id", "user"],
  ["context.Api.Id", "api"],
  ["context.Operation.Id", "operation"],
]);

/** Reads the expression of a `counter-key`. */
export function readCounterKey(expression: string, options?: ExpressionOptions): CounterKey | undefined {
  const parsed = parseExpression(expression, options);
  return parsed && keyOf(parsed);
}

function keyOf(expression: Expression): CounterKey | undefined {
  const constant = textOf(expression);
  if (constant !== undefined) return { constant };
  if (expression.kind === "joint") return severalOf(expression.operator, expression.operands);
  if (expression.kind === "choice")
    return subscriptionOr(expression.condition, expression.then, expression.otherwise);
  const concatenated = stringCall(expression, "Concat");
  if (concatenated !== undefined) return severalOf("+", concatenated);
  return (
    paths.get(pathOf(expression)) ?? loweredOf(expression) ?? headerKeyOf(expression) ?? claimOf(expression)
  );
}

function severalOf(operator: string, operands: readonly Expression[]): CounterKey | undefined {
  const keys: CounterKey[] = [];
  for (const operand of operands) {
    const key = keyOf(operand);
    if (key === undefined) return undefined;
    keys.push(...membersOf(key, operator));
  }
  if (operator === "??") return keys;
  if (operator !== "+") return undefined;
  return keys.length > 1 ? { join: keys } : keys[0];
}

/** The members of a key that the same operator made: `(a ?? b) ?? c` is one list of three. */
function membersOf(key: CounterKey, operator: string): readonly CounterKey[] {
  if (isList(key)) return operator === "??" ? key : [key];
  return operator === "+" && typeof key === "object" && "join" in key ? key.join : [key];
}

function isList(key: CounterKey): key is readonly CounterKey[] {
  return Array.isArray(key);
}

/** `context.Subscription != null ? a : b`: the first of both only where `a` is the subscription itself. */
function subscriptionOr(
  condition: Expression,
  then: Expression,
  otherwise: Expression,
): CounterKey | undefined {
  if (condition.kind !== "comparison" || !isSubscriptionAndNull(condition.left, condition.right))
    return undefined;
  if (condition.operator !== "==" && condition.operator !== "!=") return undefined;
  const [present, absent] = condition.operator === "!=" ? [then, otherwise] : [otherwise, then];
  const fallback = keyOf(absent);
  return fallback !== undefined && keyOf(present) === "subscription"
    ? ["subscription", ...membersOf(fallback, "??")]
    : undefined;
}

function isSubscriptionAndNull(left: Expression, right: Expression): boolean {
  const [value, constant] = left.kind === "null" ? [right, left] : [left, right];
  return constant.kind === "null" && pathOf(value) === "context.Subscription";
}

function loweredOf(expression: Expression): CounterKey | undefined {
  const isLowered =
    expression.kind === "call" && expression.name === "ToLower" && expression.arguments.length === 0;
  return isLowered && paths.get(pathOf(expression.of)) === "subscription" ? "subscription" : undefined;
}

function headerKeyOf(expression: Expression): CounterKey | undefined {
  const lookup = headerLookupOf(expression);
  if (lookup !== undefined) return { header: lookup.header };
  const isFirst =
    expression.kind === "call" && expression.name === "First" && expression.arguments.length === 0;
  const values = isFirst ? expression.of : withoutZero(expression);
  const entry = values && entryOf(values);
  const header = entry && headerOf(entry.of, entry.key);
  return header === undefined ? undefined : { header };
}

/** `x` of `x[0]`. */
function withoutZero(expression: Expression): Expression | undefined {
  if (expression.kind !== "index" || expression.index.kind !== "number") return undefined;
  return expression.index.value === 0 ? expression.of : undefined;
}

function claimOf(expression: Expression): CounterKey | undefined {
  if (expression.kind === "member" && expression.name === "Subject")
    return claimFrom("sub", tokenOf(expression.of));
  const values = withoutZero(expression);
  const found = values === undefined ? lookupOf(expression) : entryOf(values);
  return found && claimFrom(found.key, claimsOf(found.of));
}

function claimFrom(claim: string, from: TokenOrigin | undefined): ClaimKey | undefined {
  return from && { claim, from };
}
