// Checks the pages: code blocks are equal to the lines of the tested file they name, relative links and anchors lead
// somewhere, and the npm commands they show exist. `--fix` rewrites the code blocks from the files. A folder may be
// given instead of the repository.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { root as repository } from "./files.mjs";
import { anchorsOf, linksOf, readMarkdown } from "./markdown.mjs";
import { snippetLines } from "./snippets.mjs";

const fix = process.argv.includes("--fix");
const root = process.argv.slice(2).find((word) => !word.startsWith("-")) ?? repository;
const code = /^(ts|js|tsx|jsx|mts|cts|mjs|cjs|typescript|javascript)$/;
const shell = /^(sh|bash|shell|console|shellsession|zsh)$/;
const executed = /^(README\.md|docs\/.*\.md|packages\/[^/]+\/README\.md|examples\/[^/]+\/README\.md)$/;

const files = new Set(knownFiles());
const pages = new Map(
  [...files]
    .filter((path) => path.endsWith(".md"))
    .map((path) => [path, readMarkdown(readFileSync(join(root, path), "utf8"))]),
);
const problems = [];
const complain = (path, line, what) => problems.push(`${path}:${line}: ${what}`);
let snippets = 0;
let links = 0;
let commands = 0;

for (const [path, page] of pages) {
  if (executed.test(path)) checkSnippets(path, page);
  checkLinks(path, page);
  for (const block of page.blocks) if (shell.test(block.language)) checkCommands(path, block);
}
for (const problem of problems) console.error(problem);
console.log(
  `${pages.size} pages: ${snippets} snippets, ${links} relative links, ${commands} npm commands, ${problems.length} problems`,
);
if (problems.length > 0) process.exit(1);

/** What a clone would hold: what git tracks or would add. A link to built or ignored files is dead for everyone else. */
function knownFiles() {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return list.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}

function checkSnippets(path, { blocks, alone }) {
  const stale = [];
  for (const { line, comment } of alone)
    if (comment.startsWith("snippet:"))
      complain(
        path,
        line,
        `no code block follows "${comment}": write an empty \`\`\`ts block, which --fix fills`,
      );
  for (const block of blocks) {
    if (block.end === undefined) complain(path, block.line, "this code block is never closed");
    if (!code.test(block.language)) continue;
    const reference = /^snippet:\s*(\S+)$/.exec(block.comment ?? "")?.[1];
    if (reference === undefined) {
      complain(path, block.line, `a ${block.language} block needs "<!-- snippet: path#region -->" before it`);
      continue;
    }
    snippets++;
    const { lines, problem } = snippetLines(root, reference);
    if (problem !== undefined) complain(path, block.line, `snippet ${reference}: ${problem}`);
    else if (lines.join("\n") !== block.lines.join("\n")) stale.push({ ...block, reference, wanted: lines });
  }
  if (fix) rewrite(path, stale);
  else for (const each of stale) complain(path, each.line, difference(each));
}

function difference({ reference, wanted, lines }) {
  const first = wanted.findIndex((line, index) => line !== lines[index]);
  const at = first === -1 ? wanted.length : first;
  return (
    `differs from ${reference} at its line ${at + 1}; "node .ci/check-docs.mjs --fix" copies it from there\n` +
    `  page: ${lines[at] ?? "(nothing)"}\n  file: ${wanted[at] ?? "(nothing)"}`
  );
}

function rewrite(path, stale) {
  if (stale.length === 0) return;
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  for (const { line, end, indent, wanted } of stale.reverse()) {
    lines.splice(line, end - line - 1, ...wanted.map((each) => (each === "" ? "" : indent + each)));
  }
  writeFileSync(join(root, path), lines.join("\n"));
  console.log(`${path}: ${stale.length} blocks rewritten`);
}

function checkLinks(path, page) {
  for (const { line, target } of linksOf(page)) {
    if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) continue; // another site
    links++;
    const [address, anchor] = target.split("#", 2).map((part) => part && decodeURIComponent(part));
    const there =
      address === "" ? path : address.startsWith("/") ? address.slice(1) : posix.join(dirname(path), address);
    if (!isKnown(there.replace(/\?.*$/, "").replace(/\/$/, "")))
      complain(path, line, `dead link ${target}: there is no ${there}`);
    else if (anchor && pages.has(there) && !anchorsOf(pages.get(there)).has(anchor)) {
      complain(path, line, `dead link ${target}: ${there} has no heading #${anchor}`);
    }
  }
}

function isKnown(path) {
  return (
    path === "." || path === "" || files.has(path) || [...files].some((file) => file.startsWith(`${path}/`))
  );
}

/** Each `npm test`, `npm start`, `npm run x` of a shell block, judged where the block's own `cd` lines lead. */
function checkCommands(path, block) {
  const home = nearestPackage(dirname(path));
  let folder = home;
  for (const { line, command, words } of commandsOf(block)) {
    if (words[0] === "cd" && folder !== undefined) folder = folderAfter(words[1] ?? "", folder);
    const script = scriptOf(words);
    if (script === undefined || folder === undefined) continue;
    commands++;
    const place = workspaceOf(words) ?? folder;
    const alsoRoot = place === home && !isStandalone(path); // most pages speak of the repository's own scripts
    if (!hasScript(place, script) && !(alsoRoot && hasScript(".", script))) {
      complain(path, line, `"${command}": ${posix.join(place, "package.json")} has no script "${script}"`);
    }
  }
}

function commandsOf(block) {
  return block.lines.flatMap((raw, index) => {
    const line = raw.replace(/^\s*\$\s+/, "").replace(/(^|\s)#.*$/, "");
    return line.split(/&&|\|\||;|\|/).map((part) => {
      const words = part.trim().split(/\s+/);
      return {
        line: block.line + index + 1,
        command: part.trim(),
        words: words.filter((word) => !/^[A-Z_]+=/.test(word)),
      };
    });
  });
}

/** An example is copied out of here, so its page may speak of its own scripts only. */
function isStandalone(path) {
  return path.startsWith("examples/");
}

/** A reader who goes into a folder that is not ours (a copy, a clone) is followed no further. */
function folderAfter(target, folder) {
  return [posix.join(folder, target), posix.normalize(target)].find((each) =>
    files.has(posix.join(each, "package.json")),
  );
}

function scriptOf([npm, command, name]) {
  if (npm !== "npm") return undefined;
  if (/^(test|t)$/.test(command)) return "test";
  if (/^(start|stop|restart)$/.test(command)) return command;
  return /^(run|run-script)$/.test(command) ? name : undefined;
}

function workspaceOf(words) {
  const at = words.findIndex((word) => /^(-w|--workspace|--prefix)(=|$)/.test(word));
  if (at === -1) return undefined;
  const named = words[at].split("=")[1] ?? words[at + 1];
  if (files.has(posix.join(named, "package.json"))) return posix.normalize(named);
  const manifest = [...files].find(
    (path) => path.endsWith("package.json") && manifestOf(path).name === named,
  );
  return manifest === undefined ? named : dirname(manifest);
}

function hasScript(folder, script) {
  const path = posix.join(folder, "package.json");
  return files.has(path) && script in (manifestOf(path).scripts ?? {});
}

function manifestOf(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

function nearestPackage(folder) {
  return folder === "." || files.has(posix.join(folder, "package.json"))
    ? folder
    : nearestPackage(dirname(folder));
}
