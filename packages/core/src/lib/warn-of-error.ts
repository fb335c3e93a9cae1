import { errorKind } from "./error-kind.js";

/**
 * Emits a process warning of this name about an error that foreign code threw. Never throws. `process.emitWarning` ignores the
 * name when it is passed an Error, so operators could not find the warning by it.
 */
export function warnOfError(error: unknown, name: string): void {
  const warning = new Error(textOf(error), { cause: error });
  warning.name = name;
  process.emitWarning(warning);
}

/** What foreign code threw, as an error. Never throws. */
export function toError(error: unknown): Error {
  try {
    if (error instanceof Error) return error;
  } catch {
    // A proxy may throw at any question.
  }
  return new Error(textOf(error));
}

function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return kindOf(error); // a getter that throws, or an object without a prototype
  }
}

function kindOf(error: unknown): string {
  try {
    return errorKind(error);
  } catch {
    return `a thrown ${typeof error}`;
  }
}
