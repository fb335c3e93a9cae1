import { watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** Milliseconds to wait after a change event, so that an editor can finish writing. */
const SETTLE = 20;

/**
 * Calls `check` when a file may have changed: on a file system event, and every `interval` milliseconds, because
 * network drives and some containers send no events. Does not keep the process alive. Returns a function that stops it.
 */
export function watchFile(path: string, check: () => void, interval: number): () => void {
  let settling: NodeJS.Timeout | undefined;
  const soon = () => {
    settling ??= setTimeout(() => {
      settling = undefined;
      check();
    }, SETTLE).unref();
  };
  const regularly = setInterval(check, interval).unref();
  const watcher = watchFolder(path, soon);
  return () => {
    watcher?.close();
    clearInterval(regularly);
    clearTimeout(settling);
  };
}

// Watches the folder: the watcher of a file would keep watching the old file after it is replaced.
function watchFolder(path: string, soon: () => void): FSWatcher | undefined {
  try {
    const name = basename(path);
    const watcher = watch(dirname(path), { persistent: false }, (_, changed) => {
      if (changed === null || changed === name) soon();
    });
    return watcher.on("error", () => {
      watcher.close();
    });
  } catch {
    return undefined; // the system has no watcher left
  }
}
