import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a program is asked, and how long it may take. */
export interface ProcessQuestion<T> {
  readonly args?: readonly string[];
  /** Sent to the program as a message. */
  readonly question?: object;
  /** After this time the process is killed. */
  readonly milliseconds: number;
  /** Reads a message of the program; undefined for one that is no answer. */
  readonly read: (message: unknown) => T | undefined;
  /** The answer of a process that ended without one: by SIGKILL when its time was up. */
  readonly silence: (end: NodeJS.Signals | number | null) => T;
}

/**
 * Runs a program that loads a module, in a separate process: the module may listen, keep timers, print, and end its process;
 * nothing of it reaches this one's output, exit code or end. What it prints goes to stderr.
 */
export function answerOfProcess<T>(
  program: URL,
  { args = [], question, milliseconds, read, silence }: ProcessQuestion<T>,
): Promise<T> {
  const child = fork(fileURLToPath(program), [...args], { stdio: ["ignore", 2, 2, "ipc"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  return new Promise<T>((settle, reject) => {
    let answer: T | undefined;
    child.on("message", (message) => (answer = read(message) ?? answer));
    child.on("error", reject);
    child.on("exit", (code, signal) => settle(answer ?? silence(signal ?? code)));
    if (question !== undefined) child.send(question);
  }).finally(() => clearTimeout(timer));
}
