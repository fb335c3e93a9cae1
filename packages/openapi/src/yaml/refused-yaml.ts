/** Why a text of YAML or JSON was not read. `bound`: it asks for more than is read. */
export interface UnreadableYaml {
  readonly problem: "syntax" | "bound";
  /** Without text of the file. */
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Thrown inside of this folder for a text that is not read. */
export class RefusedYaml extends Error {
  readonly problem: UnreadableYaml["problem"];
  /** Offset in the text. */
  readonly at: number;

  constructor(problem: UnreadableYaml["problem"], message: string, at: number) {
    super(message);
    this.problem = problem;
    this.at = at;
  }
}

/** What was wrong, with its line. */
export function unreadable(error: unknown, text: string): UnreadableYaml {
  // Anything else comes out of the parser.
  if (!(error instanceof RefusedYaml)) return { problem: "syntax", message: "is not YAML", line: 1 };
  const { problem, message, at } = error;
  return { problem, message, line: text.slice(0, at).split("\n").length };
}
