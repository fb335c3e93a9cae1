import { printable } from "../printable.js";
import type { CommandIo } from "../command-io.js";

/** Milliseconds without an answer after which the operator reads what is waited for. */
const SILENCE = 1_000;

/** Lines on stderr for a wait of more than a second: what for, and again whenever that changes. */
export interface Progress {
  readonly show: (text: string) => void;
  readonly end: () => void;
}

/** Begins to wait. */
export function beginProgress({ stderr }: Pick<CommandIo, "stderr">, first: string): Progress {
  let latest = first;
  let written: string | undefined;
  const write = () => {
    if (latest === written) return;
    written = latest;
    stderr.write(`${printable(latest)}\n`);
  };
  let isLong = false;
  const timer = setTimeout(() => {
    isLong = true;
    write();
  }, SILENCE);
  return {
    show(text) {
      latest = text;
      if (isLong) write();
    },
    end: () => clearTimeout(timer),
  };
}
