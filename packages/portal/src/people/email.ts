import { hasUnshown } from "../texts/text-problem.js";

/** Longest address, in characters (RFC 5321, section 4.5.3.1, less the angle brackets). */
const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;

// Local parts without quotes (RFC 5322, section 3.2.3), with letters of every script (RFC 6531).
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

// Mail servers may read another recipient in these: a route (`host!user`, `user%host`; RFC 5321, section 3.6.1 and appendix C), an
// encoded word (`=?utf-8?q?...?=`, RFC 2047), and an option of the program that sends mails (`-oQ`).
const ANOTHER_RECIPIENT = /[!%]|=\?|^-/;

// Two addresses that differ in such a character look the same.
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;

/**
 * One e-mail address in the form in which the portal stores and compares it: NFKC, lower case. Undefined for everything else:
 * lists, display names, quotes, comments, control characters and line breaks, which could add a recipient or a header to a mail.
 */
export function normalEmail(text: string): string | undefined {
  // Bounded before the work: one character can become 18 in NFKC.
  if (text.length > 2 * LONGEST) return undefined;
  const trimmed = text.replace(/^ +/, "").replace(/ +$/, "");
  if (hasUnshown(trimmed)) return undefined;
  // Lower case may leave NFKC: `İ` becomes an `i` with a dot of its own.
  const normal = trimmed.normalize("NFKC").toLowerCase().normalize("NFKC");
  if (normal.length > LONGEST || hasUnshown(normal) || IGNORABLE.test(normal)) return undefined;
  const at = normal.lastIndexOf("@");
  return isLocalPart(normal.slice(0, Math.max(at, 0))) && isDomain(normal.slice(at + 1)) ? normal : undefined;
}

const isLocalPart = (text: string): boolean =>
  text.length <= LONGEST_LOCAL_PART && LOCAL_PART.test(text) && !ANOTHER_RECIPIENT.test(text);

/** A host name of at least two labels. Names without a dot are typing errors, and digits alone an address of a machine. */
function isDomain(text: string): boolean {
  const labels = text.split(".");
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^[\p{N}-]+$/u.test(labels.at(-1) ?? "")
  );
}

/** Key of the identity that signs in with an e-mail address and a password. `email`: as `normalEmail` returns it. */
export const basicKeyOf = (email: string): string => `basic|${email}`;
