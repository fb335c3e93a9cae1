/**
 * Calls a function of the application that watches and has no say. One that throws or rejects is a bug of the
 * application: it goes to `onProblem`, by default as a process warning of this name, and breaks nothing.
 */
export function callObserver(
  observer: () => unknown,
  warning: string,
  onProblem?: (error: Error) => void,
): void {
  const report = (error: unknown) => {
    if (onProblem !== undefined) onProblem(error instanceof Error ? error : new Error(String(error)));
    else process.emitWarning(error instanceof Error ? error : String(error), warning);
  };
  try {
    const told = observer();
    if (told instanceof Promise) told.catch(report); // an async function fits the type as well
  } catch (error) {
    report(error);
  }
}
