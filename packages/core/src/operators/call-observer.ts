import { toError, warnOfError } from "../lib/warn-of-error.js";

/**
 * Calls an observer function of the application. An error that it throws or rejects with does not affect the caller: it
 * is passed to `onProblem`, or becomes a process warning of this name.
 */
export function callObserver(
  observer: () => unknown,
  warning: string,
  onProblem?: (error: Error) => void,
): void {
  const report = (error: unknown) => {
    if (onProblem !== undefined) onProblem(toError(error));
    else warnOfError(error, warning);
  };
  try {
    const result = observer();
    if (result instanceof Promise) result.catch(report); // an async function fits the type as well
  } catch (error) {
    report(error);
  }
}
