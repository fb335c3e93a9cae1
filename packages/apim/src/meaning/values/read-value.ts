import type { ValueSource } from "./named-values.js";
import { placeholderAt } from "../../variables/placeholders.js";
import type { TextValue, ValuePart, VariablePart } from "./text-value.js";

/** What extractors write in place of a literal secret. */
const REDACTED = "*** REDACTED ***";

// Names of named values: https://learn.microsoft.com/azure/api-management/api-management-howto-properties
const REFERENCE = /\{\{([A-Za-z0-9._-]{1,256})\}\}/g;
const EXPRESSION = /^\s*@[({]/;

/** Replaces named values and placeholders in an attribute or text of a policy document. */
export function readValue(text: string, source: ValueSource): TextValue {
  const pieces = replaceNamedValues(text, source);
  const [first] = pieces;
  const isExpression = first !== undefined && isExpressionText(first);
  const parts = pieces.flatMap((piece) =>
    "variable" in piece ? [piece] : replacePlaceholders(piece.text, source, piece.isTyped && !isExpression),
  );
  const holdsExpression = pieces.slice(1).some((piece) => isExpressionText(piece) && !piece.isTyped);
  return { parts, isExpression, holdsExpression };
}

/** Whether an extractor left a secret out of the value. */
export const isRedacted = (value: TextValue): boolean =>
  value.parts.some((part) => typeof part === "string" && part.includes(REDACTED));

/** Text of the document (`isTyped`) or of a named value. */
interface TextPiece {
  readonly text: string;
  readonly isTyped: boolean;
}

type Piece = TextPiece | VariablePart;

const isExpressionText = (piece: Piece): piece is TextPiece => "text" in piece && EXPRESSION.test(piece.text);

function replaceNamedValues(text: string, source: ValueSource): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const reference of text.matchAll(REFERENCE)) {
    if (reference.index > end) pieces.push({ text: text.slice(end, reference.index), isTyped: true });
    pieces.push(namedValuePiece(reference[1]!, source));
    end = reference.index + reference[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isTyped: true });
  return pieces;
}

function namedValuePiece(name: string, source: ValueSource): Piece {
  const known = source.namedValue(name);
  const isSecret = known !== undefined && (known.isSecret || known.value?.includes(REDACTED) === true);
  // A value without text counts as unknown: a rule with an empty demand in it would demand nothing.
  if (!isSecret && known?.value) return { text: known.value, isTyped: false };
  const variable = source.variables.ofValue(name);
  return { variable, cause: isSecret ? "secret" : "named-value", isPlaceholder: false };
}

function replacePlaceholders(text: string, source: ValueSource, inBraces: boolean): ValuePart[] {
  const parts: ValuePart[] = [];
  let literalStart = 0;
  for (let at = 0; at < text.length;) {
    const placeholder = placeholderAt(text, at, inBraces);
    if (placeholder === undefined) {
      at++;
      continue;
    }
    if (at > literalStart) parts.push(text.slice(literalStart, at));
    const { name, isVariable, end } = placeholder;
    if (isVariable) source.variables.reserve(name);
    const variable = isVariable ? name : source.variables.ofValue(name);
    const cause = source.secretVariables.has(variable) ? "secret" : "placeholder";
    parts.push({ variable, cause, isPlaceholder: true });
    at = end;
    literalStart = end;
  }
  if (literalStart < text.length) parts.push(text.slice(literalStart));
  return parts;
}
