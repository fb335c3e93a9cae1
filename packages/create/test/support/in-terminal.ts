import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../bin/create.js", import.meta.url));

/** What the shell of `isShell` shows when it waits for a command. */
export const PROMPT = "ready> ";

/** Whether `script` of util-linux is there, which runs a program in a pseudo-terminal. */
export const hasTerminal = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes(
  "util-linux",
);

/** What was seen on the terminal, and the exit code. */
export interface Seen {
  readonly code: number | null;
  readonly screen: string;
}

/** Runs the command in a pseudo-terminal. Each answer is typed when its question is on the screen. */
export function inTerminal(
  args: string,
  { cwd, dialog, env = {}, isShell = false }: TerminalOptions,
): Promise<Seen> {
  const command = `"${process.execPath}" "${COMMAND}" ${args}`;
  const program = isShell ? `PS1="${PROMPT}" bash --norc -i` : command;
  const child = spawn("script", ["-qec", `stty cols 80 rows 24; ${program}`, "/dev/null"], {
    cwd,
    env: { ...process.env, TERM: "xterm", ...env },
  });
  const waiting = isShell ? [[PROMPT, `${command}\r`] as const, ...dialog] : [...dialog];
  let screen = "";
  let seen = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    const [question, keys] = waiting[0] ?? [];
    if (question === undefined || !screen.includes(question, seen)) return;
    seen = screen.length;
    waiting.shift();
    child.stdin.write(keys ?? "");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, screen }));
  });
}

interface TerminalOptions {
  readonly cwd: string;
  readonly dialog: readonly (readonly [question: string, keys: string])[];
  readonly env?: Readonly<Record<string, string>>;
  /** The command is typed in a shell that stops and continues programs; the dialog ends the shell. */
  readonly isShell?: boolean;
}
