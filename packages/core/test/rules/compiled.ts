import type { Requirement } from "#src/index.js";
import type { CompiledRule } from "#src/rules/rule.js";

/** What the pure steps take: inside core, every requirement is a compiled rule. */
export const compiled = <P extends string>(requirement: Requirement<P>): CompiledRule<P> =>
  requirement as CompiledRule<P>;
