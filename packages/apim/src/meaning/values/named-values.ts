import type { NamedValue } from "../../configuration/configuration.js";
import { VariableNames } from "../../variables/variable-names.js";

/** What values in policy documents are read with: the same one for a whole import. */
export interface ValueSource {
  /** By the name in `{{…}}`. */
  namedValue(name: string): NamedValue | undefined;
  /** Variables that stand for secrets already in the texts of documents. */
  readonly secretVariables: ReadonlySet<string>;
  readonly variables: VariableNames;
}

/** People write display names; folders and older templates know a named value by the name of its resource. */
export function valueSource(
  namedValues: readonly NamedValue[],
  secretVariables: ReadonlySet<string> = new Set(),
): ValueSource {
  const byDisplayName = new Map<string, NamedValue>();
  const byName = new Map<string, NamedValue>();
  for (const value of namedValues) {
    if (!byDisplayName.has(value.displayName)) byDisplayName.set(value.displayName, value);
    if (!byName.has(value.name)) byName.set(value.name, value);
  }
  return {
    namedValue: (name) => byDisplayName.get(name) ?? byName.get(name),
    secretVariables,
    variables: new VariableNames(secretVariables),
  };
}
