import type { Import } from "../import-configuration.js";
import { catalogFiles } from "../writing/catalog-files.js";
import { RULES } from "../writing/file-names.js";
import type { Held } from "../writing/points.js";
import { variablesIn } from "../writing/variables-in.js";
import { envExample } from "./env-example.js";
import type { FolderFiles } from "./file-names.js";
import { importGuide } from "./import-guide.js";

/** The files of an import. */
export interface ImportFiles {
  /** Texts by name, as `writeFolder` takes them. The same import gives the same texts. */
  readonly files: FolderFiles;
  /** What the catalog leaves out besides what the report holds: its rules have no place in a catalog. Sorted by scope. */
  readonly leftOut: readonly Held[];
}

/** Makes the files of an import. */
export function filesOfImport(imported: Import): ImportFiles {
  const { report } = imported;
  const catalog = catalogFiles(imported);
  const leftOut = heldIn(catalog.get(RULES)).filter(({ scope }) => !report.held.includes(scope));
  const environment = catalog.size === 0 ? report.environment : variablesIn(catalog.values());
  const files = new Map([
    ...catalog,
    ["IMPORT.md", importGuide(report, { leftOut, environment })],
    [".env.example", envExample(environment)],
  ]);
  return { files, leftOut };
}

const heldIn = (rules: string | undefined): readonly Held[] =>
  rules === undefined ? [] : (JSON.parse(rules) as { readonly held: readonly Held[] }).held;
