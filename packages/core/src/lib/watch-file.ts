import { watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** Milliseconds after a sign of change, so that an editor that writes in several steps is done. */
const SETTLE = 20;

/**
 * Calls `look` when a file may have changed: when the system says so, and every `interval` milliseconds in any case,
 * because on network drives and in some containers it never does. Holds no process open. Returns what ends it.
 */
export function watchFile(path: string, look: () => void, interval: number): () => void {
  let settling: NodeJS.Timeout | undefined;
  const soon = () => {
    settling ??= setTimeout(() => {
      settling = undefined;
      look();
    }, SETTLE).unref();
  };
  const regularly = setInterval(look, interval).unref();
  const watcher = watchFolder(path, soon);
  return () => {
    watcher?.close();
    clearInterval(regularly);
    clearTimeout(settling);
  };
}

// The folder, not the file: a file that is replaced is another one, and its watcher would go on watching the old.
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
    return undefined; // no watcher left on this machine
  }
}
