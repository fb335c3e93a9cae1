// The texts of a TypeScript source that its users read: doc comments of exported names and of their members, and
// string literals of more than one word (messages, fixes, hints, command output). Titles of tests are not among them.
import { parsers } from "prettier/plugins/typescript";

/** `{ line, text }` of each, with the line on which the text begins. */
export function textsOf(path, source) {
  const tree = parsers.typescript.parse(source, { filepath: path });
  return [...docComments(tree, source), ...literals(tree)];
}

function docComments({ body, comments }, source) {
  const exported = body.filter(({ type }) => /^Export(Named|Default)Declaration$/.test(type));
  return comments
    .filter(({ type, value }) => type === "Block" && value.startsWith("*"))
    .filter(({ range: [start, end] }) =>
      exported.some(
        ({ range, declaration }) =>
          (end <= range[0] && source.slice(end, range[0]).trim() === "") ||
          (hasMembers(declaration) && range[0] <= start && end <= range[1]),
      ),
    )
    .map(({ loc, value }) => ({ line: loc.start.line, text: value }));
}

function hasMembers(declaration) {
  return /^(TSInterface|TSTypeAlias|Class)Declaration$/.test(declaration?.type ?? "");
}

const titled = /^(describe|it|test|before|after|beforeEach|afterEach|suite)$/;
const named = /^(Import|ExportAll|ExportNamed)/; // only their specifiers are strings

function literals(node, texts = []) {
  if (Array.isArray(node)) for (const each of node) literals(each, texts);
  else if (typeof node?.type === "string" && !(named.test(node.type) && node.source)) {
    const text = textOf(node);
    if (/\S\s+\S/.test(text)) texts.push({ line: node.loc.start.line, text });
    const skipped = isTest(node) ? node.arguments[0] : undefined;
    for (const [key, child] of Object.entries(node)) {
      if (key === "comments" || key === "tokens") continue;
      literals(Array.isArray(child) ? child.filter((each) => each !== skipped) : child, texts);
    }
  }
  return texts;
}

/** With a line break only where the source has one, so that lines can be counted. */
function textOf({ type, value }) {
  if (type === "TemplateElement") return value.raw.replace(/\\[nrt]/g, "  ");
  return type === "Literal" && typeof value === "string" ? value.replaceAll("\n", " ") : "";
}

function isTest({ type, callee }) {
  return type === "CallExpression" && titled.test(callee.name ?? callee.object?.name ?? "");
}
