import type { CompiledRule } from "../rules/rule.js";

/** The rule with the API and operation of another requirement, so that the access names those of the path. */
export const atPlaceOf = <P extends string>(
  { api, operation }: CompiledRule<P>,
  rule: CompiledRule<P>,
): CompiledRule<P> => ({
  ...rule,
  ...(api !== undefined && { api }),
  ...(operation !== undefined && { operation }),
});
