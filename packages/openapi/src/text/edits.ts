import { Document, isMap, isNode, isScalar, stringify, visit, type Pair, type YAMLMap } from "yaml";
import type { Change } from "./changes.js";

/** A piece of a text to replace. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with these edits, in the order of the list where several insert at one place. */
export function edited(text: string, edits: readonly Edit[]): string {
  const inOrder = edits
    .map((edit, i) => ({ ...edit, i }))
    .sort((one, other) => other.start - one.start || other.i - one.i);
  return inOrder.reduce(
    (done, { start, end, text: piece }) => done.slice(0, start) + piece + done.slice(end),
    text,
  );
}

/** The edits that make a change in the text of a YAML document; undefined where that is not known how. */
export function editOf(source: string, yaml: Document, { at, value }: Change): Edit | undefined {
  const holder = at.length === 1 ? yaml.contents : yaml.getIn(at.slice(0, -1), true);
  const name = at.at(-1);
  if (name === undefined || !isMap(holder) || !holder.range) return undefined;
  const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  if (holder.flow === true) return inFlow(source, holder, pair, name, value);
  return pair === undefined ? added(source, holder, name, value) : replaced(source, pair, name, value);
}

function replaced(source: string, pair: Pair, name: string, value: unknown): Edit | undefined {
  const range = rangeOf(pair);
  if (range === undefined) return undefined;
  const { start, end } = trimmed(source, range);
  if (value !== undefined) return { start, end, text: blockText(name, value, columnOf(source, start)) };
  const line = source.lastIndexOf("\n", start - 1) + 1;
  return source.slice(line, start).trim() === ""
    ? { start: line, end: endOfLine(source, end) + 1, text: "" }
    : undefined;
}

function added(source: string, holder: YAMLMap, name: string, value: unknown): Edit | undefined {
  const [first] = holder.items;
  const last = holder.items.at(-1);
  const from = first && rangeOf(first);
  const to = last && rangeOf(last);
  if (from === undefined || to === undefined) return undefined;
  const column = columnOf(source, from.start);
  const place = endOfLine(source, trimmed(source, to).end);
  return { start: place, end: place, text: `\n${" ".repeat(column)}${blockText(name, value, column)}` };
}

function inFlow(
  source: string,
  holder: YAMLMap,
  pair: Pair | undefined,
  name: string,
  value: unknown,
): Edit | undefined {
  if (value === undefined) return undefined;
  const text = `${flowText(name)}: ${flowText(value)}`;
  const range = pair && rangeOf(pair);
  if (pair !== undefined) return range && { ...trimmed(source, range), text };
  const close = source.lastIndexOf("}", holder.range![1]);
  const start = source.slice(0, close).trimEnd().length;
  if (holder.items.length === 0) return { start: close, end: close, text: ` ${text} ` };
  return { start, end: start, text: `, ${text}` };
}

function rangeOf({ key, value }: Pair): { readonly start: number; readonly end: number } | undefined {
  if (!isNode(key) || !key.range) return undefined;
  const end = isNode(value) ? value.range?.[1] : key.range[1];
  return end === undefined || end === null ? undefined : { start: key.range[0], end };
}

const trimmed = (source: string, { start, end }: { readonly start: number; readonly end: number }) => ({
  start,
  end: start + source.slice(start, end).trimEnd().length,
});

const columnOf = (source: string, offset: number): number =>
  offset - (source.lastIndexOf("\n", offset - 1) + 1);

function endOfLine(source: string, offset: number): number {
  const end = source.indexOf("\n", offset);
  return end === -1 ? source.length : end;
}

// Lists of names stand on one line: `[Orders.Read, Orders.Write]`.
function blockText(name: string, value: unknown, column: number): string {
  const yaml = new Document({ [name]: value });
  visit(yaml, {
    Seq: (_, seq) => {
      if (seq.items.every((item) => isScalar(item))) seq.flow = true;
    },
  });
  const text = yaml.toString({ lineWidth: 0, flowCollectionPadding: false });
  return text.trimEnd().replaceAll("\n", `\n${" ".repeat(column)}`);
}

const flowText = (value: unknown): string =>
  stringify(value, { lineWidth: 0, collectionStyle: "flow", flowCollectionPadding: false }).trimEnd();
