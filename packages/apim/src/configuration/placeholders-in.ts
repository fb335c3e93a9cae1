import { placeholderAt } from "../variables/placeholders.js";
import { variableName, variableText } from "../variables/variable-names.js";
import type { HoldingFinding } from "../report/holding-finding.js";

/** Replaces what a deployment fills in by `${env:NAME}`, and remembers that it did. */
export class PlaceholdersIn {
  #variables: string[] = [];

  /** The text with variables in place of placeholders. */
  replace(text: string): string {
    let replaced = "";
    for (let at = 0; at < text.length;) {
      const placeholder = placeholderAt(text, at, false);
      if (placeholder === undefined) {
        replaced += text[at];
        at += 1;
        continue;
      }
      const variable = placeholder.isVariable ? placeholder.name : variableName(placeholder.name);
      this.#variables.push(variable);
      replaced += variableText(variable);
      at = placeholder.end;
    }
    return replaced;
  }

  /** The finding about a resource at this place, when a placeholder was in one of the texts. */
  findings(at: string, secretVariables: ReadonlySet<string>): readonly HoldingFinding[] {
    if (this.#variables.length === 0) return [];
    const isSecret = this.#variables.some((variable) => secretVariables.has(variable));
    const text = "A placeholder of a deployment became an environment variable.";
    return [{ severity: "difference", code: isSecret ? "secret" : "placeholder", at, text, holds: [] }];
  }
}
