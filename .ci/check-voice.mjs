// Fails on the words that docs/contributing/voice.md bans, which are read from that page: in pages, in the doc comments
// of exported names, and in the texts of packages and examples. `--self-test` plants such words and looks for them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, foldersIn, root } from "./files.mjs";
import { readMarkdown } from "./markdown.mjs";
import { textsOf } from "./source-texts.mjs";

const register = "docs/contributing/voice.md";
const bans = bansOf(readFileSync(join(root, register), "utf8"));
if (process.argv.includes("--self-test")) selfTest();
else {
  const pages = pagePaths().flatMap((path) => inPage(path, readFileSync(join(root, path), "utf8")));
  const sources = sourcePaths().flatMap((path) => inSource(path, readFileSync(join(root, path), "utf8")));
  const failures = [...pages, ...sources];
  for (const each of failures) console.error(inWords(each));
  console.log(`${bans.length} banned phrases, ${failures.length} problems`);
  if (failures.length > 0) process.exit(1);
}

/** The rows of the register's table: `{ phrase, pattern, instead }` for each phrase in backticks. */
function bansOf(page) {
  const [, section = ""] = /^## Banned words$(.*?)^## /ms.exec(page) ?? [];
  const rows = [...section.matchAll(/^\| (`.*?) +\| (.*?) +\|$/gm)];
  return rows.flatMap(([, phrases, instead]) =>
    [...phrases.matchAll(/`([^`]+)`/g)].map(([, phrase]) => ({
      phrase,
      pattern: patternOf(phrase),
      instead,
    })),
  );
}

/** Whole words, in any case, also where a line ends within the phrase. */
function patternOf(phrase) {
  return new RegExp(`(?<![\\w-])${phrase.replaceAll(" ", "[\\s*>]+")}(?![\\w-])`, "gi");
}

function pagePaths() {
  const folders = ["docs", "bench", ...foldersIn("packages"), ...foldersIn("examples")];
  const pages = folders.flatMap((folder) => filesUnder(folder)).filter((path) => path.endsWith(".md"));
  return [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ...pages.filter((path) => !path.endsWith("CHANGELOG.md")),
  ];
}

function sourcePaths() {
  return [...foldersIn("packages").map((folder) => `${folder}/src`), ...foldersIn("examples")]
    .flatMap((folder) => filesUnder(folder))
    .filter((path) => /(?<!\.d)\.[cm]?ts$/.test(path));
}

/** The prose of a page: without code, comments and the addresses of links. */
function inPage(path, page) {
  const lines = page.split("\n").map(() => "");
  for (const { line, text } of readMarkdown(page).prose) lines[line - 1] = text.replace(/\]\([^)]*\)/g, "]");
  return found(path, 1, lines.join("\n"));
}

function inSource(path, source) {
  return textsOf(path, source).flatMap(({ line, text }) => found(path, line, text));
}

function found(path, first, text) {
  return bans.flatMap(({ phrase, pattern, instead }) =>
    [...text.matchAll(pattern)].map(({ index }) => ({
      path,
      line: first + text.slice(0, index).split("\n").length - 1,
      phrase,
      instead,
    })),
  );
}

function inWords({ path, line, phrase, instead }) {
  return `${path}:${line}: "${phrase}" is banned by ${register}; write ${instead}`;
}

/** How many there are in each page or package. */
function selfTest() {
  const page =
    "Nobody\n\n`nobody`\n\n```sh\nnobody\n```\n\n[a](b.md#nobody) in so\nmany words, a nobody-else\n";
  const source = [
    "/** Asks nobody. */",
    "export interface A {",
    "  /** For ever. */",
    "  b: string;",
    "}",
    "/** Nobody sees this. */",
    "const nobody = 1; // nobody",
    'import x from "said so";',
    "export const f = () => {",
    "  throw new Error(`the key ${nobody} is over, ${'told'}`);",
    "};",
    'it("refuses everybody who asks", f);',
    'export const text = "is not\\nsaid";',
  ].join("\n");
  expect("the page", inPage("planted.md", page), ["1 nobody", "9 in so many words"]);
  expect("the source", inSource("planted.ts", source), ["1 nobody", "3 for ever", "10 is over", "13 said"]);
  if (bans.length < 20)
    throw new Error(`${register} has only ${bans.length} banned phrases: is its table whole?`);
  console.log(`self-test passed: ${bans.length} banned phrases`);
}

function expect(what, findings, wanted) {
  const lines = findings.sort((a, b) => a.line - b.line).map(({ line, phrase }) => `${line} ${phrase}`);
  if (lines.join() === wanted.join()) return;
  throw new Error(`in ${what}, expected ${wanted.join(", ")}, found ${lines.join(", ")}`);
}
