import { ConfigurationError, type ApiOptions } from "@product-auth/core";
import type { CatalogFile } from "@product-auth/core/catalog";
import type { WrittenRule } from "../writing/written-rule.js";
import { placeProblems } from "../loading/place-problems.js";
import { readRules } from "../loading/rule-file.js";
import { compareText } from "../report/sort-findings.js";
import { problemsBesideVariables } from "../writing/check-catalog.js";
import type { ExportFinding } from "./export-finding-codes.js";
import { documentFiles, documentsOf } from "./documents.js";
import { Losses } from "./losses.js";
import { apiPlace } from "./place.js";
import { readExportOptions } from "./read-options.js";
import { apiFiles } from "./resources/api-files.js";
import { namedValueFiles, namedValuesIn } from "./resources/named-values.js";
import { exportProducts } from "./resources/export-products.js";
import { problemOfOperations } from "./resources/specification.js";
import { tellDifferences } from "./tell-differences.js";

/** What an export depends on besides the catalog. */
export interface ExportOptions {
  /** Options of the instance, as `options.json` of an import has them: issuers, tenant, defaults of token policies. */
  readonly options?: unknown;
  /** The content of `rules.json` of an import. */
  readonly rules?: unknown;
}

/** The files of an export by path, and what the gateway decides otherwise. */
export interface ExportedCatalog {
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly ExportFinding[];
}

/**
 * Writes a parsed catalog file as a folder of APIOps: products, APIs and policy documents of Azure API Management. The
 * gateway never admits more than the catalog: where it cannot say a policy, it refuses every call of the policy's place, and
 * a finding tells. Throws `ConfigurationError` for a catalog that does not start.
 */
export function exportCatalog(
  catalog: unknown,
  { options = {}, rules }: ExportOptions = {},
): ExportedCatalog {
  const problems = problemsBesideVariables(catalog);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const losses = new Losses();
  const source = catalog as CatalogFile;
  const settled = readExportOptions(options);
  if ("problems" in settled) throw new ConfigurationError(settled.problems);
  const written = rulesOf(rules, source);
  const apis = exportedApis(source, losses);
  const products = exportProducts(source, apis, losses);
  const context = { options: settled, rules: written, losses };
  const documents = documentsOf(
    { ...source, products: products.exported, apis: Object.fromEntries(apis) },
    context,
  );
  const values = namedValuesIn(documents.flatMap(({ elements }) => elements));
  for (const name of values.keys())
    losses.differs("export-value", `named values/${name}`, "The named value has no value yet.");
  const files = [
    ...products.files,
    ...[...apis].flatMap(([name, api]) => apiFiles(name, api, products.alike)),
    ...documentFiles(documents),
    ...namedValueFiles(values),
  ];
  tellDifferences(source, losses);
  return {
    files: new Map(files.sort(([one], [other]) => (one < other ? -1 : 1))),
    findings: [...losses.findings].sort((one, other) => compareText(one.at, other.at)),
  };
}

function rulesOf(rules: unknown, catalog: CatalogFile): readonly WrittenRule[] {
  if (rules === undefined) return [];
  const read = readRules(rules);
  if ("problems" in read) throw new ConfigurationError(read.problems);
  const problems = placeProblems(read.rules, catalog);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return read.rules;
}

/** The APIs that can be written. The gateway ignores case in names: of two that are alike the second is left out. */
function exportedApis({ apis = {} }: CatalogFile, losses: Losses): ReadonlyMap<string, ApiOptions> {
  const exported = new Map<string, ApiOptions>();
  const names = new Set<string>();
  for (const [name, api] of Object.entries(apis)) {
    const place = apiPlace(name);
    if (names.has(name.toLowerCase())) {
      losses.lost("export-name", place, place.path, "Another API has this name, save for the case.");
      continue;
    }
    names.add(name.toLowerCase());
    const problem = problemOfOperations(api.operations ?? {});
    if (problem !== undefined) losses.lost("export-operation", place, `${place.path}.operations`, problem);
    const { operations: _, ...withoutOperations } = api;
    exported.set(name, problem === undefined ? api : withoutOperations);
  }
  return exported;
}
