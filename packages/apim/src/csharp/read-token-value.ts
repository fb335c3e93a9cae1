import { parseExpression } from "./parse-expression.js";
import { headerLookupOf, isEmpty } from "./patterns.js";

/** The header (lower case) that a `token-value` takes the bare token from: `@(context.Request.Headers.GetValueOrDefault("H", ""))`. */
export function readTokenValue(expression: string): { readonly header: string } | undefined {
  const parsed = parseExpression(expression);
  const lookup = parsed && headerLookupOf(parsed);
  return lookup && isEmpty(lookup.fallback) ? { header: lookup.header } : undefined;
}
