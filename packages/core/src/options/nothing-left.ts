/**
 * Takes what is left of the options of a subject after each of them was settled: nothing, or the call does not compile.
 * An option that is typed and not settled would be accepted at the start and have no effect.
 */
export function nothingLeft(_left: { readonly [name: string]: never }): void {}
