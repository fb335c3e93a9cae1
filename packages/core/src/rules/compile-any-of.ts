import type { Product, TokenProfile } from "../catalog/products.js";
import { NO_POLICIES } from "../policies/placed-policies.js";
import { ruleWords } from "./rule-words.js";
import type { CompiledAlternative, CompiledRule, Rule } from "./rule.js";

/**
 * Combines the compiled alternatives of a rule with `anyOf`. One alternative alone is the rule itself. `check-rule` has
 * validated them before.
 */
export function compileAnyOf<P extends string>(
  rule: Rule<P, string>,
  compiled: readonly CompiledRule<P>[],
): CompiledRule<P> {
  const [first] = compiled as [CompiledRule<P>];
  if (compiled.length === 1) return first;
  const anyOf = Object.freeze(rule.anyOf!.map((alternative) => Object.freeze({ ...alternative })));
  const alternatives = Object.freeze(compiled.map((one, i) => withWords(one, anyOf[i]!)));
  const audiences = (profile: TokenProfile): ReadonlyMap<string, readonly Product<P>[]> =>
    mergedLists(compiled.flatMap(({ byAudience }) => [...byAudience[profile]]));
  // Each alternative has its own policies; those of its place are the same for all.
  const chain = compiled.find((one) => one.chain !== undefined)?.chain;
  const anonymous = compiled.find((one) => one.anonymous !== undefined)?.anonymous;
  return Object.freeze({
    rule: Object.freeze({ ...rule, anyOf }),
    ...(first.api !== undefined && { api: first.api, key: first.key }),
    products: [...new Set(compiled.flatMap(({ products }) => products))],
    accepts: Object.freeze({
      token: compiled.some(({ accepts }) => accepts.token),
      key: compiled.some(({ accepts }) => accepts.key),
    }),
    all: false,
    ...(first.tokenPlace !== undefined && { tokenPlace: first.tokenPlace }),
    byAudience: {
      "entra-v1": audiences("entra-v1"),
      "entra-v2": audiences("entra-v2"),
      openid: audiences("openid"),
    },
    byScope: new Map(compiled.flatMap(({ byScope }) => [...byScope])),
    ...(anonymous !== undefined && { anonymous }),
    ...(chain !== undefined && { chain: chain.withRule(NO_POLICIES) }),
    alternatives,
  }) as unknown as CompiledRule<P>;
}

function mergedLists<V>(
  entries: readonly (readonly [string, readonly V[]])[],
): ReadonlyMap<string, readonly V[]> {
  const merged = new Map<string, readonly V[]>();
  for (const [key, values] of entries) merged.set(key, [...new Set([...(merged.get(key) ?? []), ...values])]);
  return merged;
}

const withWords = <P extends string>(
  compiled: CompiledRule<P>,
  alternative: Rule<P, string>,
): CompiledAlternative<P> => Object.freeze({ ...compiled, inWords: ruleWords([{ anyOf: [alternative] }]) });
