import type { Readable } from "node:stream";
import type { Key } from "node:readline";

/** What is seen of the input while a question waits. */
export interface WatchedInput {
  /** Aborted when no further key can come. */
  readonly ended: AbortSignal;
  unwatch(): void;
}

/**
 * Watches the input of a question. readline pauses it in two cases that `@clack/prompts` does not handle, so that the process would
 * end without a word: after Ctrl-D, which ends the input, and after Ctrl-Z and `fg`, where the question goes on.
 */
export function watchInput(stdin: Readable): WatchedInput {
  const end = new AbortController();
  let isLast = false;
  const onKey = (_text: string | undefined, key: Key) => {
    isLast = key.ctrl === true && key.name === "d";
  };
  const onPause = () =>
    setImmediate(() => {
      if (stdin.listenerCount("pause", onPause) === 0) return; // the question was answered
      if (isLast || stdin.readableEnded) end.abort();
      else stdin.resume();
    });
  const onEnd = () => end.abort();
  stdin.on("keypress", onKey).on("pause", onPause).on("end", onEnd);
  return {
    ended: end.signal,
    unwatch: () => void stdin.off("keypress", onKey).off("pause", onPause).off("end", onEnd),
  };
}
