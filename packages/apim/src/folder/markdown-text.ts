/**
 * A text from an input as plain text of Markdown, in a cell of a table too: names of files must not become links, tags or
 * commands of a terminal.
 */
export const markdownText = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").replace(/[\\`*_[\]<>|#!&~$@]/g, "\\$&");

/** A table with these columns; a text for its place when there are no rows. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return line(titles) + line(titles.map(() => "---")) + rows.map(line).join("");
}
