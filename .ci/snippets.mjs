// Code in the pages comes from files that are compiled and run. A block says which lines it is with a comment before
// its fence, `<!-- snippet: docs/src/first.test.ts#guard -->`, and equals what stands between `// #region guard` and
// `// #endregion` there; without a name behind the path it is the whole file.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The lines a snippet comment means: `{ lines }`, or `{ problem }` in words. */
export function snippetLines(root, reference) {
  const [path, region] = reference.split("#");
  if (!existsSync(join(root, path))) return { problem: `there is no ${path}` };
  const all = readFileSync(join(root, path), "utf8").trimEnd().split("\n");
  if (region === undefined) return { lines: withoutMarkers(all) };
  const starts = all.flatMap((line, index) => (isMarker(line, "region", region) ? [index] : []));
  if (starts.length === 0) return { problem: `${path} has no "// #region ${region}"` };
  if (starts.length > 1) return { problem: `${path} has "// #region ${region}" more than once` };
  const end = endOf(all, starts[0], region);
  if (end === undefined) return { problem: `"// #region ${region}" in ${path} has no "// #endregion"` };
  return { lines: withoutIndent(withoutMarkers(all.slice(starts[0] + 1, end))) };
}

/** The closing line: one that says the region's name, or else the one that closes what was opened last. */
function endOf(lines, start, region) {
  let depth = 1;
  for (let index = start + 1; index < lines.length; index++) {
    if (isMarker(lines[index], "endregion", region)) return index;
    if (isMarker(lines[index], "region")) depth++;
    if (isMarker(lines[index], "endregion") && --depth === 0) return index;
  }
  return undefined;
}

function isMarker(line, word, name) {
  const match = /^\s*\/\/\s*#(region|endregion)\b\s*(.*?)\s*$/.exec(line);
  return match !== null && match[1] === word && (name === undefined || match[2] === name);
}

const withoutMarkers = (lines) =>
  lines.filter((line) => !isMarker(line, "region") && !isMarker(line, "endregion"));

function withoutIndent(lines) {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const least = Math.min(...indents, Infinity);
  const cut = lines.map((line) => (line.trim() === "" ? "" : line.slice(least)));
  while (cut[0] === "") cut.shift();
  while (cut.at(-1) === "") cut.pop();
  return cut;
}
