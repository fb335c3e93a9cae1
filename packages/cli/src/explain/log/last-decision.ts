import { createReadStream } from "node:fs";
import type { CommandIo } from "../../command-io.js";
import { loggedDecision, type LoggedDecision } from "./logged-decision.js";

/** The last decision of a log. */
export interface LastDecision {
  readonly decision: LoggedDecision;
  /** Number of decisions in the log. */
  readonly of: number;
}

/** Longer lines are skipped: an event has a few kilobytes at most. */
const LONGEST_LINE = 64 * 1024;

/** Reads a log line by line, in bounded memory, and returns its last decision. Throws one line when there is none. */
export async function lastDecision(
  log: string,
  { stdin, stderr }: Pick<CommandIo, "stdin" | "stderr">,
): Promise<LastDecision> {
  if (log === "-" && stdin.isTTY === true) stderr.write("Paste the log line, then Enter and Ctrl-D:\n");
  let last: LoggedDecision | undefined;
  let of = 0;
  for await (const line of linesOf(log === "-" ? stdin : fileAt(log))) {
    const found = loggedDecision(line);
    if (found === undefined) continue;
    last = found;
    of += 1;
  }
  if (last !== undefined) return { decision: last, of };
  const where = log === "-" ? "on standard input" : `in ${log}`;
  throw new Error(
    `there is no decision ${where}: write lines of JSON with the members of a decision event, such as outcome and status.`,
  );
}

async function* fileAt(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`--log: ${code === "ENOENT" ? `there is no file ${path}` : message}.`, { cause: error });
  }
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  let isTooLong = false;
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      if (!isTooLong && line.length <= LONGEST_LINE) yield line;
      isTooLong = false;
    }
    if (rest.length > LONGEST_LINE) [rest, isTooLong] = ["", true];
  }
  if (!isTooLong) yield rest;
}
