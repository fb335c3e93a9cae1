// Control characters, line separators, and the characters that turn the direction of the text behind them.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSHOWN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const ALL_UNSHOWN = new RegExp(UNSHOWN, "g");

// A name of characters without a picture, such as U+200B, is a link that cannot be seen. U+2800 is a letter of dots without dots.
const VISIBLE = /[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

const LONGEST_NAME = 100;

/** Whether a text has characters that change how the text around it is shown. */
export const hasUnshown = (text: string): boolean => UNSHOWN.test(text);

/** Whether there is anything to see of a text. */
export const isVisible = (text: string): boolean => VISIBLE.test(text);

/**
 * A text that another system gives, such as an issuer: without the characters that no form takes, in one Unicode form, at most
 * `longest` characters. Empty when nothing of it can be seen.
 */
export function plainText(text: string, longest: number): string {
  const plain = text
    .slice(0, 4 * longest)
    .replaceAll(ALL_UNSHOWN, "")
    .normalize("NFC")
    .trim()
    .slice(0, longest)
    .replaceAll(/\p{Surrogate}/gu, ""); // half of a character that was cut
  return isVisible(plain) ? plain : "";
}

/** What is wrong with a name; undefined for one of 1 to 100 characters. */
export function nameProblem(name: string): string | undefined {
  if (!isVisible(name)) return "Enter a name.";
  if (name.length > LONGEST_NAME) return `Enter a name of at most ${LONGEST_NAME} characters.`;
  return hasUnshown(name) ? "Enter a name without control characters." : undefined;
}

/** Longest comment, in characters. */
export const LONGEST_COMMENT = 1000;

/** What is wrong with a comment, which may be empty and have several lines. */
export function commentProblem(comment: string): string | undefined {
  if (comment.length > LONGEST_COMMENT) return `Enter at most ${LONGEST_COMMENT} characters.`;
  return hasUnshown(comment.replaceAll(/[\r\n\t]/g, " "))
    ? "Enter a comment without control characters."
    : undefined;
}

/** The name of a form's field: its label in lower case, with a hyphen for everything that is no letter and no digit. */
export const fieldNameOf = (label: string): string =>
  label
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
