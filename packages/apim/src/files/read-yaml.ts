import {
  Composer,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type CST,
  type Document,
  type Node,
} from "yaml";
import type { Json } from "../json/json-value.js";

/** Why a text of YAML or JSON was not read. `bound`: it asks for more than an import reads. */
export interface UnreadableData {
  readonly problem: "syntax" | "bound";
  /** Without text of the file. */
  readonly message: string;
  readonly line: number;
}

export type ReadData = { readonly value: Json } | UnreadableData;

const MOST_ALIASES = 100;
const MOST_DEPTH = 200;
const MOST_ANCHORS = 10_000;
const MOST_REPEATED = 100_000;

/**
 * The first document of a YAML text as JSON values. A key that comes twice: the last one counts, as in JSON. Tags and
 * more than 100 aliases are refused, and so are texts that repeat much with few aliases.
 */
export function readYaml(text: string): ReadData {
  const lines = new LineCounter();
  try {
    const document = documentOf(text, lines);
    const error = document?.errors[0];
    if (error !== undefined) throw new Refusal("syntax", "is not YAML", error.pos[0]);
    return { value: document === undefined ? null : jsonOf(document.contents, targetsOf(document)) };
  } catch (error) {
    if (!(error instanceof Refusal)) return { problem: "syntax", message: "is not YAML", line: 1 };
    return {
      problem: error.problem,
      message: error.message,
      line: Math.max(1, lines.linePos(error.at).line),
    };
  }
}

class Refusal extends Error {
  readonly problem: "syntax" | "bound";
  /** Offset in the text. */
  readonly at: number;

  constructor(problem: "syntax" | "bound", message: string, at: number) {
    super(message);
    this.problem = problem;
    this.at = at;
  }
}

function documentOf(text: string, lines: LineCounter): Document | undefined {
  const composer = new Composer({
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    resolveKnownTags: false,
  });
  const [document] = composer.compose(boundedTokens(text, lines), true, text.length);
  return document;
}

/** Refuses before the composer sees a token: it recurses for each level, and its checks are slow for many tokens. */
function* boundedTokens(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  let aliases = 0;
  let anchors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const [first] = lexeme;
    if (first === "!") throw new Refusal("bound", "has a tag", parser.offset);
    if (first === "*" && ++aliases > MOST_ALIASES)
      throw new Refusal("bound", `has more than ${MOST_ALIASES} aliases`, parser.offset);
    if ((first === "&" || first === "%") && ++anchors > MOST_ANCHORS)
      throw new Refusal("bound", `has more than ${MOST_ANCHORS} anchors`, parser.offset);
    yield* withoutErrors(parser.next(lexeme));
    // A level of a block has a map and its entry on the stack.
    if (parser.stack.length > 2 * MOST_DEPTH) throw tooDeep(parser.offset);
  }
  yield* withoutErrors(parser.end());
}

function* withoutErrors(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type === "error") throw new Refusal("syntax", "is not YAML", token.offset);
    yield token;
  }
}

function tooDeep(at: number): Refusal {
  return new Refusal("bound", `is nested more than ${MOST_DEPTH} levels deep`, at);
}

type Targets = ReadonlyMap<Node, Node>;

/** What each alias stands for: the last node before it that has its anchor. */
function targetsOf(document: Document): Targets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    } else if (isNode(node) && (isScalar(node) || isCollection(node)) && node.anchor !== undefined)
      anchors.set(node.anchor, node);
  });
  return targets;
}

function jsonOf(contents: unknown, targets: Targets): Json {
  let repeated = 0;
  return valueOf(contents, 0, false);

  function valueOf(node: unknown, depth: number, isRepeated: boolean): Json {
    const at = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    if (depth > MOST_DEPTH) throw tooDeep(at);
    if (isRepeated && ++repeated > MOST_REPEATED)
      throw new Refusal("bound", "repeats too much with aliases", at);
    if (isAlias(node)) return valueOf(targets.get(node), depth + 1, true);
    if (isSeq(node)) return node.items.map((item) => valueOf(item, depth + 1, isRepeated));
    if (isMap(node)) return objectOf(node.items, depth + 1, isRepeated);
    return isScalar(node) ? plainOf(node.value) : null;
  }

  function objectOf(pairs: readonly unknown[], depth: number, isRepeated: boolean): Json {
    const members = new Map<string, Json>();
    for (const pair of pairs)
      if (isPair(pair)) members.set(keyOf(pair.key), valueOf(pair.value, depth, isRepeated));
    // `fromEntries` defines own members, also for `__proto__`.
    return Object.fromEntries(members);
  }
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(plainOf(key.value)) : "";
}

function plainOf(value: unknown): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "bigint" ? Number(value) : null;
}
