/** One of the answers to a question. */
export interface Option<T> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** A question whose answer is a text. */
export interface TextQuestion {
  readonly message: string;
  /** The answer when nothing is typed. */
  readonly fallback?: string;
  /** What is wrong with an answer; undefined when it is accepted. */
  readonly problemOf: (answer: string) => string | undefined;
}

/** Asks one question after the other. Both reject with `CancelledError` after Ctrl-C. */
export interface Questions {
  text(question: TextQuestion): Promise<string>;
  /** The first option is the default. */
  choose<T extends string | boolean>(message: string, options: readonly Option<T>[]): Promise<T>;
}

/** The user ended the questions. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}
