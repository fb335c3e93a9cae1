import { illegalCharacter, skipSpace } from "./characters.js";
import { placesOf } from "./places.js";
import type { PolicyText, TextPlace, UnreadableText } from "./policy-document.js";
import { readElements } from "./read-elements.js";
import { RefusedText } from "./refused-text.js";
import { rootOf } from "./root-of.js";
import { terraformDirective } from "./terraform-directive.js";

/** Bytes of a document above which it is not read. The gateway takes 512 KiB. */
const LARGEST = 1024 * 1024;

/**
 * Reads a policy document as the gateway would take it. Whether its expressions are encoded (`format: xml`) or stand as
 * typed (`format: rawxml`) is found out at each of them, because files do not say it. What is neither is not guessed:
 * the result tells why the text cannot be read, and where.
 *
 * Nothing is expanded and nothing is opened. The time is linear in the length of the text.
 */
export function readPolicyText(text: string): PolicyText | UnreadableText {
  if (text.length > LARGEST || Buffer.byteLength(text) > LARGEST)
    return { reason: "unreadable", line: 1, column: 1, message: "the document is larger than 1 MiB" };
  const lines = (text.startsWith("\uFEFF") ? text.slice(1) : text)
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n");
  const place = placesOf(lines);
  const directive = terraformDirective(lines);
  if (directive >= 0)
    return { reason: "template", ...place(directive), message: "a directive of a Terraform template" };
  try {
    return readDocument(lines, place);
  } catch (error) {
    if (!(error instanceof RefusedText)) throw error;
    return { reason: "unreadable", ...place(error.at), message: error.message };
  }
}

function readDocument(text: string, place: (at: number) => TextPlace): PolicyText | UnreadableText {
  const illegal = illegalCharacter(text);
  if (illegal >= 0) throw new RefusedText(illegal, "a character that XML forbids");
  const { roots, commented, doubleEncoded } = readElements(text, behindDeclaration(text), place);
  const root = rootOf(roots);
  if ("problem" in root)
    return { reason: "unreadable", line: root.line, column: root.column, message: root.problem };
  return { root, commented, doubleEncoded };
}

/** Position behind the XML declaration. Its encoding does not count: the text was decoded already. */
function behindDeclaration(text: string): number {
  const start = skipSpace(text, 0);
  if (!text.startsWith("<?xml", start) || !/[\s?]/.test(text[start + "<?xml".length] ?? "")) return start;
  const close = text.indexOf("?>", start);
  if (close < 0) throw new RefusedText(start, "the XML declaration does not end");
  return close + "?>".length;
}
