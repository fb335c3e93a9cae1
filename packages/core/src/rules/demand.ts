/** Values that a token must carry: a list or `all` requires every one, `any` at least one. */
export type Demand =
  readonly string[] | { readonly all: readonly string[] } | { readonly any: readonly string[] };

/** A demand with an explicit mode. */
export interface NormalizedDemand {
  readonly mode: "all" | "any";
  readonly values: readonly string[];
}

/** Makes the mode of a demand explicit. */
export function normalizeDemand(demand: Demand | undefined): NormalizedDemand | undefined {
  if (demand === undefined) return undefined;
  if ("any" in demand) return { mode: "any", values: demand.any };
  return { mode: "all", values: "all" in demand ? demand.all : demand };
}

/** A frozen copy: the application may change its list later, and an empty list would require nothing. */
export const copyOfDemand = (demand: Demand | undefined): NormalizedDemand | undefined => {
  const normalized = normalizeDemand(demand);
  return (
    normalized && Object.freeze({ mode: normalized.mode, values: Object.freeze([...normalized.values]) })
  );
};
