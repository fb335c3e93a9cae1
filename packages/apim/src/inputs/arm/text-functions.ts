import {
  argument,
  isText,
  integerAt,
  problem,
  stringAt,
  textOf,
  type TemplateFunction,
  type Text,
} from "./argument.js";
import type { Budget } from "./budget.js";
import { made } from "./made-text.js";
import { isList, joined, partsOf, Unknown, type Value } from "./template-value.js";

/** Functions over texts that may hold unknown values. What they do not touch stays unknown at its place. */
export const textFunctions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["concat", concat],
  ["format", format],
  ["replace", replace],
  ["tolower", (args) => changed(args, "tolower", (text) => text.toLowerCase())],
  ["toupper", (args) => changed(args, "toupper", (text) => text.toUpperCase())],
  ["trim", trim],
  ["string", (args, budget) => textOf(argument(args, 0), budget)],
  ["join", join],
]);

/** Functions over texts that are wholly known. */
export const knownTextFunctions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["split", split],
  ["substring", substring],
  ["startswith", (args) => lower(args, 0).startsWith(lower(args, 1))],
  ["endswith", (args) => lower(args, 0).endsWith(lower(args, 1))],
]);

function concat(args: readonly Value[], budget: Budget): Value {
  if (args.some(isList)) {
    const lists = args.map((each) => (isList(each) ? each : problem()));
    budget.step(lists.reduce((sum, list) => sum + list.length, 0));
    return lists.flat();
  }
  return made(
    args.map((each) => textOf(each, budget)),
    budget,
  );
}

/** `{0}` only: alignment and format strings depend on .NET. `{{` and `}}` are braces. */
function format(args: readonly Value[], budget: Budget): Value {
  const pattern = argument(args, 0);
  if (!isText(pattern)) return problem();
  const values = args.slice(1);
  const pieces = partsOf(pattern).flatMap((part) =>
    typeof part === "string" ? formatted(part, values, budget) : [part],
  );
  return made(pieces, budget);
}

function formatted(pattern: string, values: readonly Value[], budget: Budget): Text[] {
  const texts: Text[] = [];
  let start = 0;
  for (let at = nextBrace(pattern, 0); at >= 0; at = nextBrace(pattern, start)) {
    texts.push(pattern.slice(start, at));
    const brace = pattern.charAt(at);
    if (pattern.charAt(at + 1) === brace) {
      texts.push(brace);
      start = at + 2;
      continue;
    }
    const end = pattern.indexOf("}", at);
    const index = pattern.slice(at + 1, Math.min(end, at + 5)).trim();
    if (brace === "}" || end < 0 || end > at + 5 || !/^\d{1,3}$/.test(index)) return problem();
    texts.push(textOf(argument(values, Number(index)), budget));
    start = end + 1;
  }
  texts.push(pattern.slice(start));
  return texts;
}

function nextBrace(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "{" || character === "}") return at;
  }
  return -1;
}

function replace(args: readonly Value[], budget: Budget): Value {
  const text = argument(args, 0);
  const needle = stringAt(args, 1);
  const by = argument(args, 2);
  if (!isText(text) || !isText(by) || needle === "") return problem();
  const pieces = partsOf(text).flatMap((part) =>
    typeof part === "string" ? replaced(part, needle, by, budget) : [part],
  );
  return made(pieces, budget);
}

function replaced(text: string, needle: string, by: Text, budget: Budget): readonly Text[] {
  const between = text.split(needle);
  const length = typeof by === "string" ? by.length : partsOf(by).length;
  budget.step(between.length);
  budget.make(text.length + (between.length - 1) * length);
  if (typeof by === "string") return [between.join(by)];
  return between.flatMap((each, index) => (index === 0 ? [each] : [by, each]));
}

function changed(args: readonly Value[], name: string, change: (text: string) => string): Value {
  const text = argument(args, 0);
  if (!isText(text)) return problem();
  return joined(
    partsOf(text).map((part) =>
      typeof part === "string"
        ? change(part)
        : new Unknown(`${name}(${part.identity})`, part.name, part.isSecret),
    ),
  );
}

function trim(args: readonly Value[]): Value {
  const text = argument(args, 0);
  if (!isText(text)) return problem();
  const parts = [...partsOf(text)];
  const first = parts[0];
  if (typeof first === "string") parts[0] = first.trimStart();
  const last = parts.at(-1);
  if (typeof last === "string") parts[parts.length - 1] = last.trimEnd();
  return joined(parts);
}

function join(args: readonly Value[], budget: Budget): Value {
  const items = argument(args, 0);
  const delimiter = stringAt(args, 1);
  if (!isList(items)) return problem();
  budget.make(items.length * delimiter.length);
  return made(
    items.flatMap((item, index) =>
      index === 0 ? [textOf(item, budget)] : [delimiter, textOf(item, budget)],
    ),
    budget,
  );
}

function split(args: readonly Value[], budget: Budget): Value {
  const text = stringAt(args, 0);
  const delimiters = argument(args, 1);
  const all = isList(delimiters) ? delimiters : [delimiters];
  let pieces = [text];
  for (const delimiter of all) {
    if (typeof delimiter !== "string" || delimiter === "") return problem();
    budget.step(pieces.length);
    pieces = pieces.flatMap((piece) => piece.split(delimiter));
  }
  budget.step(pieces.length);
  return pieces;
}

function substring(args: readonly Value[]): Value {
  const text = stringAt(args, 0);
  const start = integerAt(args, 1);
  const length = args.length > 2 ? integerAt(args, 2) : text.length - start;
  return start < 0 || length < 0 || start + length > text.length
    ? problem()
    : text.slice(start, start + length);
}

function lower(args: readonly Value[], index: number): string {
  return stringAt(args, index).toLowerCase();
}
