import {
  ConfigurationError,
  type CustomPolicyOptions,
  type Problem,
  type ProductAuthOptions,
} from "@product-auth/core";
import { locateProblems, readCatalog, type CatalogFile, type Environment } from "@product-auth/core/catalog";
import { readFolder } from "../folder/read-folder.js";
import { CATALOG, OPTIONS, RULES } from "../writing/file-names.js";
import { nameOf } from "../writing/places.js";
import type { Held } from "../writing/points.js";
import { readJsonFile } from "./json-file.js";
import { policyOfRule } from "./judges.js";
import type { WrittenRule } from "../writing/written-rule.js";
import { readOptions } from "./option-file.js";
import { placeProblems } from "./place-problems.js";
import { readRules } from "./rule-file.js";
import { withIssuers } from "./with-issuers.js";
import { withCustom } from "./with-custom.js";

/** Options of `productAuth`, made from the files of an import. */
export type ImportedOptions = ProductAuthOptions<string, string>;

/** Options of `loadImported`. */
export interface LoadImportedOptions {
  /**
   * Called once with what the import left out of the catalog, unless that is nothing. Default: the process warning
   * `ProductAuthImportWarning`.
   */
  readonly onHeld?: (held: readonly Held[]) => void;
}

/**
 * Reads the files of an import from its folder and returns options for `productAuth`: the catalog, the options, and the rules
 * that the catalog cannot express as policies in code. `env`: the environment variables that the files name, such as
 * `process.env`. There are no subscriptions: add them with `{ ...options, subscriptions }`. Rejects with one
 * `ConfigurationError` that lists every problem, all missing variables among them.
 */
export async function loadImported(
  folder: string,
  env: Environment,
  { onHeld = warn }: LoadImportedOptions = {},
): Promise<ImportedOptions> {
  const files = await readFolder(folder, [CATALOG, OPTIONS, RULES]);
  const problems: Problem[] = [];
  const textOf = (name: string): string | undefined => {
    const text = files.get(name);
    if (text === undefined)
      problems.push({ path: `${folder}/${name}`, message: "does not exist", fix: REPEAT });
    return text;
  };
  const catalog = catalogIn(textOf(CATALOG), folder, env, problems);
  const options = contentOf(textOf(OPTIONS), OPTIONS, env, problems, readOptions);
  const rules = contentOf(textOf(RULES), RULES, env, problems, readRules);
  if (rules !== undefined && catalog !== undefined)
    problems.push(...placeProblems(rules.rules, catalog, `${RULES} `));
  if (catalog !== undefined && Object.keys(catalog.apis ?? {}).length === 0) problems.push(NOTHING);
  if (problems.length > 0 || catalog === undefined || options === undefined || rules === undefined)
    throw new ConfigurationError(problems);
  if (rules.held.length > 0) onHeld(rules.held);
  const { issuers: _, ...others } = options;
  const judged = withCustom(catalog, policiesByPlace(rules.rules));
  return { subscriptions: [], ...withIssuers(judged, options), ...others };
}

const REPEAT = "repeat the import with --out, or pass the folder that it wrote";

const NOTHING: Problem = {
  path: `${CATALOG} apis`,
  message: "is empty: every path would be answered 404",
  fix: "accept the findings of the report that hold everything back, or import a configuration with APIs",
};

function catalogIn(
  text: string | undefined,
  folder: string,
  env: Environment,
  problems: Problem[],
): CatalogFile | undefined {
  if (text === undefined) return undefined;
  try {
    return readCatalog(text, CATALOG, folder, { env });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function contentOf<Content extends object>(
  text: string | undefined,
  name: string,
  env: Environment,
  problems: Problem[],
  read: (content: unknown) => Content | { readonly problems: readonly Problem[] },
): Content | undefined {
  if (text === undefined) return undefined;
  const file = readJsonFile(text, name, env);
  if ("problems" in file) {
    problems.push(...file.problems);
    return undefined;
  }
  const found = read(file.content);
  if (!("problems" in found)) return found;
  problems.push(...locateProblems(file.text, found.problems as readonly Problem[], name));
  return undefined;
}

function policiesByPlace(rules: readonly WrittenRule[]): ReadonlyMap<string, readonly CustomPolicyOptions[]> {
  const found = new Map<string, CustomPolicyOptions[]>();
  for (const [i, rule] of rules.entries()) {
    const place = nameOf(rule.place);
    found.set(place, [...(found.get(place) ?? []), policyOfRule(rule, `${rule.rule.kind}-${i + 1}`)]);
  }
  return found;
}

function warn(held: readonly Held[]): void {
  // Names come from the imported files, and a terminal obeys control characters.
  const lines = held.map(({ scope, reason }) => `${scope}: ${reason}`.replaceAll(/\p{Cc}/gu, "?"));
  process.emitWarning(`The import left out what it could not carry over:\n${lines.join("\n")}`, {
    type: "ProductAuthImportWarning",
  });
}
