import { ConfigurationError, type Problem } from "@product-auth/core";
import { locateProblems } from "@product-auth/core/catalog";
import type { GraphOptions, ProvisionCatalog } from "@product-auth/graph";
import type { CommandIo } from "../command-io.js";
import { readOptionValues, type OptionValues } from "./arguments/option-values.js";
import type { ProvisionOrder } from "./arguments/provision-order.js";
import { readCatalogSource, type CatalogSource } from "./catalog/catalog-source.js";
import { checkedCatalog } from "./catalog/checked-catalog.js";
import type { GraphProgram } from "./graph-program.js";
import { readGraphEnvironment } from "./graph-environment.js";

/** What a run needs, checked. */
export interface SettledProvision {
  readonly source: CatalogSource;
  readonly catalog: ProvisionCatalog;
  readonly values: OptionValues;
  readonly graph: GraphOptions;
}

/** Everything that is wrong before a run. The paths are those of the catalog, the options and the environment. */
export class InvalidProvision extends ConfigurationError {
  /** The same problems; those of a catalog file have its name, line and column. */
  readonly located: readonly Problem[];

  constructor(problems: readonly Problem[], located: readonly Problem[]) {
    super(problems);
    this.located = located;
  }
}

/**
 * Reads the catalog, the options and the environment before any call. Rejects with one `InvalidProvision` that lists all
 * problems.
 */
export async function settleProvision(
  order: ProvisionOrder,
  io: CommandIo,
  program: GraphProgram,
): Promise<SettledProvision> {
  const problems: Problem[] = [];
  const collect = (error: unknown): undefined => {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
  };
  const source = await readCatalogSource(order.catalog).catch(collect);
  const checked = source && checkedCatalog(source, io.env, program.problemsOfProvision);
  const inCatalog = checked?.problems ?? [];
  problems.push(...inCatalog);
  const catalog =
    checked === undefined || inCatalog.length > 0 ? undefined : (checked.content as ProvisionCatalog);
  const read = readOptionValues(order, catalog);
  problems.push(...read.problems);
  let graph: ReturnType<typeof readGraphEnvironment> | undefined;
  try {
    graph = readGraphEnvironment(
      io.env,
      { tenant: order.texts.tenant, managedIdentity: order.flags.has("managed-identity") },
      program,
    );
  } catch (error) {
    collect(error);
  }
  if (problems.length > 0 || source === undefined || catalog === undefined || graph === undefined)
    throw new InvalidProvision(problems, [
      ...(source?.kind === "file" ? locateProblems(source.text, inCatalog, source.path) : inCatalog),
      ...problems.filter((problem) => !inCatalog.includes(problem)),
    ]);
  const { timeout } = read.values;
  return {
    source,
    catalog,
    values: read.values,
    graph: { ...graph, ...(timeout !== undefined && { timeout }) },
  };
}
