import type { CommandIo } from "../../command-io.js";

/** Below this number of files an import takes no time that a person notices. */
const MANY = 200;

/** Shows on a terminal how many of many files are read. */
export interface ReadingProgress {
  readonly show: (progress: { readonly read: number; readonly files: number }) => void;
  /** Clears the line. */
  readonly end: () => void;
}

/** Begins to show it. */
export function beginReadingProgress({ stderr }: Pick<CommandIo, "stderr">): ReadingProgress {
  let shown = "";
  return {
    show({ read, files }) {
      if (stderr.isTTY !== true || files <= MANY) return;
      const text = `Reading files: ${Math.floor((read / files) * 100)} % of ${files}`;
      if (text !== shown) stderr.write(`\r${text}`);
      shown = text;
    },
    end() {
      if (shown !== "") stderr.write(`\r${" ".repeat(shown.length)}\r`);
      shown = "";
    },
  };
}
