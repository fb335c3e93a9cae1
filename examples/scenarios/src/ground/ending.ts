/** Ctrl+C, `kill`, and a terminal that is closed. */
export const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Exit code of a walk that was interrupted, as shells have it. */
export const INTERRUPTED = 130;
