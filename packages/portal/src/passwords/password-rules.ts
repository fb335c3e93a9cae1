import { isCommonPassword } from "./common-passwords.js";

/** Fewest and most characters of a password, counted after NFKC. */
export const SHORTEST = 12;
export const LONGEST = 256;

/** Most UTF-16 units that are looked at: NFKC may make several characters one. */
const LONGEST_RAW = 1024;

// NUL ends a text in many a library. No password field takes the others. U+FFFD is what bytes that are no UTF-8 become: two
// passwords with different ones would be the same.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNUSABLE = /[\u0000-\u001f\u007f-\u009f\ufffd]/;
// Half of a character, which becomes U+FFFD in UTF-8.
const HALF = /\p{Surrogate}/u;

/** A password in the form that is hashed: NFKC, and nothing else changed. Undefined for one that no account can have. */
export function normalPassword(password: string): string | undefined {
  if (password.length > LONGEST_RAW || UNUSABLE.test(password) || HALF.test(password)) return undefined;
  const normal = password.normalize("NFKC");
  return normal !== "" && lengthOf(normal) <= LONGEST ? normal : undefined;
}

const lengthOf = (text: string): number => Array.from(text).length;

/**
 * What is wrong with a new password, as a sentence; undefined for one that may be used. There are no rules of composition (NIST
 * SP 800-63B, section 5.1.1.2). `email`: of the account. `title`: of the portal.
 */
export function passwordProblem(
  password: string,
  { email, title }: { readonly email: string | undefined; readonly title: string },
): string | undefined {
  if (password === "") return "Enter a password.";
  if (password.length <= LONGEST_RAW && UNUSABLE.test(password))
    return "Enter a password without control characters.";
  const normal = normalPassword(password);
  if (normal === undefined) return `Enter a password of at most ${LONGEST} characters.`;
  if (lengthOf(normal) < SHORTEST) return `Enter a password of at least ${SHORTEST} characters.`;
  const folded = foldedText(normal);
  const characters = Array.from(folded);
  if (characters.every((character) => character === characters[0]))
    return "Enter a password of more than one character repeated.";
  if (email !== undefined && [email, email.slice(0, email.lastIndexOf("@"))].map(foldedText).includes(folded))
    return "Enter a password that is not your e-mail address.";
  if (folded === foldedText(title)) return "Enter a password that is not the name of this portal.";
  return isCommonPassword(folded) ? "Enter a password that is less common." : undefined;
}

const foldedText = (text: string): string => text.normalize("NFKC").toLowerCase();
