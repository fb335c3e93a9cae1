import type { CommandIo } from "../command-io.js";

/** Longer than any answer. */
const MOST = 1024;

/** Asks the operator on the terminal. Only `y` and `yes` confirm. */
export async function isConfirmed(question: string, { stdin, stderr }: CommandIo): Promise<boolean> {
  stderr.write(`${question} [y/N] `);
  let answer = "";
  for await (const chunk of stdin) {
    answer += Buffer.from(chunk).toString("utf8");
    if (answer.includes("\n") || answer.length > MOST) break;
  }
  return /^\s*y(es)?\s*$/i.test(answer.split("\n")[0]!);
}
