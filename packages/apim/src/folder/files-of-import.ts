import type { Import } from "../import-configuration.js";
import { envExample } from "./env-example.js";
import type { FolderFiles } from "./file-names.js";
import { importGuide } from "./import-guide.js";

/** All files of an import by name, as `writeFolder` takes them. The same import gives the same texts. */
export function filesOfImport(imported: Import): FolderFiles {
  const { report } = imported;
  return new Map([
    ["IMPORT.md", importGuide(report)],
    [".env.example", envExample(report.environment)],
  ]);
}
