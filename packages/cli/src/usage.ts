import type { Verb } from "./verb.js";

/** The command's help. */
export function usage(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map((verb) => verb.usage.length));
  const lines = verbs.map((verb) => `  ${verb.usage.padEnd(width)}  ${verb.summary}`);
  return `Usage: product-auth VERB [options]

${lines.join("\n")}

  -h, --help   show this text; after a verb, the help of that verb
  --version    show the version
  --json       after a verb: print one JSON document instead of text

Ends with 0 when it is done and nothing is wrong; with 1 when the answer is no: the token is refused, a
route is unprotected, there is no such subscription; with 2 when there is no answer: the command line makes
no sense, a package is missing, or something cannot be reached; and with 3 when a check found changes to make.
`;
}
