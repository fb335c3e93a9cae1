import { normalEmail } from "../people/email.js";
import { hasUnshown } from "../texts/text-problem.js";
import type { Mail } from "./mail.js";

/** Longest subject and text, in characters. */
const LONGEST_SUBJECT = 200;
const LONGEST_TEXT = 20_000;

/** Thrown for a mail that could reach another recipient, carry another header or hide text. */
export class InvalidMailError extends Error {
  override readonly name = "InvalidMailError";
  readonly code = "PRODUCT_AUTH_PORTAL_MAIL_INVALID";
}

/**
 * Throws `InvalidMailError` unless a mail has one address, a subject of one line and a text without control characters. Line breaks
 * in an address or a subject add headers (RFC 5322, section 2.2), and commas add recipients (section 3.4). The message holds no value.
 */
export function checkMail({ to, subject, text }: Mail): void {
  if (typeof to !== "string" || to.trim() !== to || normalEmail(to) === undefined)
    throw new InvalidMailError("to: is not one e-mail address; write user@example.com");
  if (
    typeof subject !== "string" ||
    subject === "" ||
    subject.length > LONGEST_SUBJECT ||
    hasUnshown(subject)
  )
    throw new InvalidMailError(`subject: write one line of 1 to ${LONGEST_SUBJECT} characters`);
  if (typeof text !== "string" || text.length > LONGEST_TEXT || hasUnshown(text.replaceAll(/[\n\t]/g, " ")))
    throw new InvalidMailError(
      `text: write at most ${LONGEST_TEXT} characters, and no control characters but \\n and \\t`,
    );
}
