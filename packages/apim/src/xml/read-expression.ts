import { scanExpression } from "../csharp/scan-expression.js";
import { skipSpace } from "./characters.js";
import { decodeEntities, definedEntities } from "./decode-entities.js";
import { RefusedText } from "./refused-text.js";

/** An expression as C# has it, with its `@(…)` or `@{…}`. */
export interface DecodedExpression {
  readonly value: string;
  /** Whether it was encoded more than once. */
  readonly doubleEncoded: boolean;
}

/** Bytes of an expression above which a text is refused. */
const LONGEST = 64 * 1024;
/** Tools that extract a policy twice encode it twice; a third time was never seen. */
const MOST_DECODINGS = 3;
const REFERENCES = [...definedEntities.keys()].map((name) => `&${name};`);

/** Whether an expression starts at `at`. */
export function startsExpression(text: string, at: number): boolean {
  return text[at] === "@" && (text[at + 1] === "(" || text[at + 1] === "{");
}

/**
 * Reads the expression whose `@` stands at `start`. A file does not say whether its expressions are encoded: what stands up
 * to `encodedEnd`, where an XML parser would stop, is tried first; when it is no complete expression, the expression stands
 * there as typed, quotes and `<` included.
 *
 * `encodedEnd` is undefined where an XML parser would find no end. `end` is `encodedEnd`, or behind the last bracket.
 */
export function readExpression(
  text: string,
  start: number,
  encodedEnd: number | undefined,
): DecodedExpression & { readonly end: number } {
  const decoded = encodedEnd === undefined ? undefined : decodeEntities(text.slice(start, encodedEnd));
  const encoded = typeof decoded === "string" ? expressionIn(decoded, 1) : undefined;
  if (encodedEnd !== undefined && encoded !== undefined)
    return { ...withinBound(encoded, start), end: encodedEnd };
  const scanned = scanExpression(text, start);
  if ("problem" in scanned) throw new RefusedText(start, `an expression does not end: ${scanned.problem}`);
  const value = text.slice(start, scanned.end);
  const typed = expressionIn(value, 0) ?? { value, doubleEncoded: false };
  return { ...withinBound(typed, start), end: scanned.end };
}

function withinBound(expression: DecodedExpression, at: number): DecodedExpression {
  if (Buffer.byteLength(expression.value) > LONGEST)
    throw new RefusedText(at, "an expression is longer than 64 KiB");
  return expression;
}

/**
 * Decodes a text until it is one expression that holds no entity outside of strings, which would not be C#. Where none of
 * the decodings gives that, the last one that is an expression counts. `decodings`: how often it was decoded already.
 */
function expressionIn(text: string, decodings: number): DecodedExpression | undefined {
  let found: DecodedExpression | undefined;
  let encoded = text;
  for (let times = decodings; times <= MOST_DECODINGS; times += 1) {
    const scanned = scanWhole(encoded);
    if (scanned !== undefined) found = { value: scanned.value, doubleEncoded: times > 1 };
    if (scanned?.holdsEntity === false) return found;
    const decoded = decodeEntities(encoded);
    if (typeof decoded !== "string" || decoded === encoded) return found;
    encoded = decoded;
  }
  return found;
}

function scanWhole(text: string): { readonly value: string; readonly holdsEntity: boolean } | undefined {
  let holdsEntity = false;
  const scanned = scanExpression(text, 0, (at) => {
    holdsEntity ||= text[at] === "&" && REFERENCES.some((reference) => text.startsWith(reference, at));
  });
  if ("problem" in scanned || skipSpace(text, scanned.end) < text.length) return undefined;
  return { value: text.slice(0, scanned.end), holdsEntity };
}
