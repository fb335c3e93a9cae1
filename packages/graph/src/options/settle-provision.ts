import { ConfigurationError, type Problem } from "@product-auth/core";
import { isGuid } from "../client/guid.js";
import { wantedOf } from "../wanted/wanted-of.js";
import type { ProvisionOptions } from "./graph-options.js";
import { problemsOfProvision } from "./problems-of-provision.js";
import type { ProvisionCatalog } from "./provision-catalog.js";
import { settleGraphOptions, type SettledGraphOptions } from "./settle-graph-options.js";

/** The options of a plan with every default filled in. */
export interface SettledProvision {
  readonly graph: SettledGraphOptions;
  readonly adopt: { readonly [at: string]: string | true };
  readonly separate: readonly string[];
  readonly prune: boolean;
}

/** Throws `ConfigurationError` with all problems of the catalog and of the options. */
export function settleProvision(catalog: ProvisionCatalog, options: ProvisionOptions): SettledProvision {
  const problems = problemsOfProvision(catalog);
  if (problems.length > 0) throw new ConfigurationError(problems, "The catalog cannot be provisioned");
  const { adopt = {}, separate = [], prune = false } = options;
  const places = wantedOf(catalog);
  const known = [...places.products, ...places.clients].map(({ at }) => at);
  const graph = settleGraphOptions(options, [
    ...Object.entries(adopt).flatMap(([at, id]) => adoptProblems(at, id, known)),
    ...separate.flatMap((at) => placeProblems("separate", at, known)),
  ]);
  return { graph, adopt, separate, prune };
}

function adoptProblems(at: string, id: unknown, known: readonly string[]): readonly Problem[] {
  const problems = placeProblems("adopt", at, known);
  if (id === true || (typeof id === "string" && isGuid(id))) return problems;
  const fix = "write true, or the application (client) id";
  return [...problems, { path: `adopt.${at}`, message: "is not an application id", fix }];
}

function placeProblems(option: string, at: string, known: readonly string[]): readonly Problem[] {
  if (known.includes(at)) return [];
  return [{ path: option, message: `${at} is not in the catalog`, fix: `write one of ${known.join(", ")}` }];
}
