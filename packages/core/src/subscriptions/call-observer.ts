/**
 * Calls a function of the application that watches and has no say. One that throws or rejects is a bug of the
 * application: it is seen as a process warning of this name, and breaks nothing.
 */
export function callObserver(observer: () => unknown, warning: string): void {
  const warn = (error: unknown) => {
    process.emitWarning(error instanceof Error ? error : String(error), warning);
  };
  try {
    const told = observer();
    if (told instanceof Promise) told.catch(warn); // an async function fits the type as well
  } catch (error) {
    warn(error);
  }
}
