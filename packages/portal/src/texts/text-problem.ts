// Control characters, line separators, and the characters that turn the direction of the text behind them.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSHOWN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const LONGEST_NAME = 100;

/** What is wrong with a name; undefined for one of 1 to 100 characters. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "Enter a name.";
  if (name.length > LONGEST_NAME) return `Enter a name of at most ${LONGEST_NAME} characters.`;
  return UNSHOWN.test(name) ? "Enter a name without control characters." : undefined;
}

/** Longest comment, in characters. */
export const LONGEST_COMMENT = 1000;

/** What is wrong with a comment, which may be empty and have several lines. */
export function commentProblem(comment: string): string | undefined {
  if (comment.length > LONGEST_COMMENT) return `Enter at most ${LONGEST_COMMENT} characters.`;
  return UNSHOWN.test(comment.replaceAll(/[\r\n\t]/g, " "))
    ? "Enter a comment without control characters."
    : undefined;
}

/** The name of a form's field: its label in lower case, with a hyphen for everything that is no letter and no digit. */
export const fieldNameOf = (label: string): string =>
  label
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
