import type { ProvisionReport } from "../report/report.js";
import { completionsOf } from "./completions-of.js";
import { editJson } from "./edit-json.js";

/**
 * Writes the ids of a report into the text of a catalog file, or takes them out after a `destroy`. Everything else in the text
 * stays as it is. Throws a `SyntaxError` for a text that is not JSON.
 */
export function completeCatalog(text: string, report: ProvisionReport): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : ""; // as editors on Windows write it
  const bare = text.slice(mark.length);
  const catalog: unknown = JSON.parse(bare);
  return mark + completionsOf(catalog, report).reduce((edited, one) => editJson(edited, one), bare);
}
