/** New keys for people, and that they are not shown again; empty when none was made. */
export function newKeysText(keys: { readonly primaryKey?: string; readonly secondaryKey?: string }): string {
  const lines = Object.entries({ primary: keys.primaryKey, secondary: keys.secondaryKey }).flatMap(
    ([slot, key]) => (key === undefined ? [] : [`${`new ${slot} key`.padEnd(17)}  ${key}\n`]),
  );
  return lines.length === 0 ? "" : `\n${lines.join("")}\n${ONCE}\n`;
}

const ONCE =
  "New keys are shown this once: the store keeps their digests only. Put them in a safe place now.";
