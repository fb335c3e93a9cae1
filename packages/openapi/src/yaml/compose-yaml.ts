import { Composer, Lexer, Parser, type CST, type Document } from "yaml";
import { RefusedYaml } from "./refused-yaml.js";

/** Deepest nesting of a text. */
export const MOST_DEPTH = 200;
const MOST_ANCHORS = 10_000;

/** How a text is composed. */
export interface ComposeOptions {
  /** Most aliases in a text. Default: 100. */
  readonly mostAliases?: number;
  /** Whether a text with several documents is refused. Default: its first one is read. */
  readonly onlyDocument?: boolean;
}

/** The document in a text, with its nodes, in time that grows with the length. Throws `RefusedYaml`. */
export function composeYaml(text: string, options: ComposeOptions = {}): Document | undefined {
  const composer = new Composer({
    schema: "core",
    merge: false,
    uniqueKeys: false, // would compare every key with every other one
    prettyErrors: false,
    logLevel: "silent",
    resolveKnownTags: false,
  });
  const [document, second] = composer.compose(boundedTokens(text, options), true, text.length);
  if (second !== undefined && options.onlyDocument === true)
    throw new RefusedYaml("syntax", "has a second document", second.range[0]);
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw new RefusedYaml("syntax", "is not YAML", error.pos[0]);
  return document;
}

/** Refuses before the composer sees a token: it recurses for each level, and its checks are slow for many tokens. */
function* boundedTokens(
  text: string,
  { mostAliases = 100 }: ComposeOptions,
): Generator<CST.Token, void, undefined> {
  const parser = new Parser();
  let aliases = 0;
  let anchors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const [first] = lexeme;
    if (first === "!" && !JSON_TAG.test(lexeme)) throw new RefusedYaml("bound", "has a tag", parser.offset);
    if (first === "*" && ++aliases > mostAliases)
      throw new RefusedYaml("bound", `has more than ${mostAliases} aliases`, parser.offset);
    if ((first === "&" || first === "%") && ++anchors > MOST_ANCHORS)
      throw new RefusedYaml("bound", `has more than ${MOST_ANCHORS} anchors`, parser.offset);
    yield* withoutErrors(parser.next(lexeme));
    // A level of a block has a map and its entry on the stack.
    if (parser.stack.length > 2 * MOST_DEPTH) throw tooDeep(parser.offset);
  }
  yield* withoutErrors(parser.end());
}

// OpenAPI allows the tags of YAML's JSON schema: https://spec.openapis.org/oas/v3.1.1.html#format
const JSON_TAG = /^!!(?:null|bool|int|float|str|seq|map)$/;

function* withoutErrors(tokens: Iterable<CST.Token>): Generator<CST.Token, void, undefined> {
  for (const token of tokens) {
    if (token.type === "error") throw new RefusedYaml("syntax", "is not YAML", token.offset);
    yield token;
  }
}

/** The refusal of a text that nests too deep. */
export const tooDeep = (at: number): RefusedYaml =>
  new RefusedYaml("bound", `is nested more than ${MOST_DEPTH} levels deep`, at);
