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
  return mark + completionsOf(parsed(bare), report).reduce((edited, one) => editJson(edited, one), bare);
}

// The parser's own message quotes the text, which may contain subscription keys.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("the text is not valid JSON");
  }
}
