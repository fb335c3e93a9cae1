/**
 * Runs work that SIGINT (Ctrl+C) and SIGTERM stop before its next call. A second signal ends the process at once, as
 * without this.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => {
    stop();
    controller.abort();
  };
  const stop = () => {
    for (const name of SIGNALS) process.off(name, interrupt);
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    stop();
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
