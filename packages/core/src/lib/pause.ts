/**
 * Resolves after that many milliseconds, or at once when the signal is aborted. `keepAlive`: whether the process waits for
 * it before it ends. Default true.
 */
export function pause(
  milliseconds: number,
  signal: AbortSignal,
  { keepAlive = true }: { readonly keepAlive?: boolean } = {},
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (!keepAlive) timer.unref();
    signal.addEventListener("abort", end);
  });
}
