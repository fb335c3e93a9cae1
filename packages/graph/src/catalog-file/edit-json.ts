import type { JsonValue } from "../client/json-value.js";
import type { Completion } from "./completions-of.js";
import { jsonTree, nodeAt, type JsonNode } from "./json-tree.js";

/** Applies one change to a JSON text. Everything else stays as it is: order, indentation, line ends, members on one line. */
export function editJson(text: string, completion: Completion): string {
  const root = jsonTree(text);
  switch (completion.kind) {
    case "add": {
      const node = nodeAt(root, completion.path);
      return node?.kind === "object"
        ? withEntry(
            text,
            node,
            lastEnd(node),
            (style) => `${JSON.stringify(completion.name)}: ${style(completion.value)}`,
          )
        : text;
    }
    case "append": {
      const node = nodeAt(root, completion.path);
      return node?.kind === "list"
        ? withEntry(text, node, lastEnd(node), (style) => style(completion.value))
        : text;
    }
    case "replace": {
      const node = nodeAt(root, completion.path);
      return node === undefined
        ? text
        : text.slice(0, node.start) + inline(completion.value) + text.slice(node.end);
    }
    case "remove":
      return without(text, root, completion.path);
  }
}

type Style = (value: JsonValue) => string;

/** Adds an entry behind the last one, or as the only one. */
function withEntry(
  text: string,
  node: JsonNode,
  last: number | undefined,
  write: (style: Style) => string,
): string {
  const close = node.end - 1;
  if (last === undefined) {
    const inside = text.slice(node.start + 1, close);
    const isLines = inside.includes("\n");
    const indent = indentOf(text, node.start);
    const unit = unitOf(text);
    const newLine = newLineOf(text);
    if (!isLines) {
      const space = text[node.start] === "{" ? " " : "";
      return `${text.slice(0, node.start + 1)}${space}${write(inline)}${space}${text.slice(close)}`;
    }
    const style: Style = (value) => lines(value, indent + unit, unit, newLine);
    const entry = `${newLine}${indent}${unit}${write(style)}${newLine}${indent}`;
    return text.slice(0, node.start + 1) + entry + text.slice(close);
  }
  const first = firstStart(node);
  const lead = text.slice(node.start + 1, first);
  if (!lead.includes("\n")) return `${text.slice(0, last)}, ${write(inline)}${text.slice(last)}`;
  const indent = lead.slice(lead.lastIndexOf("\n") + 1);
  const newLine = newLineOf(text);
  // The new entry is written in lines only where the others are.
  const isInline = !lastEntry(text, node).includes("\n") && text[last - 1] === "}";
  const style: Style = (value) => (isInline ? inline(value) : lines(value, indent, unitOf(text), newLine));
  return `${text.slice(0, last)},${newLine}${indent}${write(style)}${text.slice(last)}`;
}

function without(text: string, root: JsonNode, path: readonly (string | number)[]): string {
  const parent = nodeAt(root, path.slice(0, -1));
  const step = path.at(-1);
  if (parent === undefined || parent.kind === "scalar" || step === undefined) return text;
  const entries =
    parent.kind === "object"
      ? parent.members.map(({ start, value }) => ({ start, end: value.end }))
      : parent.items.map(({ start, end }) => ({ start, end }));
  const index =
    parent.kind === "object" ? parent.members.findLastIndex(({ name }) => name === step) : Number(step);
  const entry = entries[index];
  if (entry === undefined) return text;
  const [before, after] = [entries[index - 1], entries[index + 1]];
  const left =
    before !== undefined
      ? text.slice(0, before.end) + text.slice(entry.end)
      : after !== undefined
        ? text.slice(0, entry.start) + text.slice(after.start)
        : text.slice(0, parent.start + 1) + text.slice(parent.end - 1);
  // An earlier member with the same name would count from now on.
  const isTwice =
    parent.kind === "object" && parent.members.some(({ name }, at) => name === step && at !== index);
  return isTwice ? without(left, jsonTree(left), path) : left;
}

/** JSON on one line, with a space behind commas and colons. */
function inline(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inline(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** An object with a line for each member; lists stay on one line. */
function lines(value: JsonValue, indent: string, unit: string, newLine: string): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return inline(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${indent}${unit}${JSON.stringify(name)}: ${inline(member as JsonValue)}`,
  );
  return `{${newLine}${members.join(`,${newLine}`)}${newLine}${indent}}`;
}

const newLineOf = (text: string): string => /\r?\n/.exec(text)?.[0] ?? "\n";

/** The white space at the start of the line that contains a position. */
function indentOf(text: string, position: number): string {
  const line = text.slice(text.lastIndexOf("\n", position - 1) + 1, position);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** The first indentation in the text. */
const unitOf = (text: string): string => /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";

function firstStart(node: JsonNode): number {
  if (node.kind === "object") return node.members[0]!.start;
  return node.kind === "list" ? node.items[0]!.start : node.start;
}

function lastEnd(node: JsonNode): number | undefined {
  if (node.kind === "object") return node.members.at(-1)?.value.end;
  return node.kind === "list" ? node.items.at(-1)?.end : undefined;
}

function lastEntry(text: string, node: JsonNode): string {
  if (node.kind !== "list") return "";
  const last = node.items.at(-1);
  return last === undefined ? "" : text.slice(last.start, last.end);
}
