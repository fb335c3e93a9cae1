import { createInterface } from "node:readline/promises";
import type { CreateIo } from "./create-io.js";
import { CancelledError, type Option, type Questions } from "./questions.js";

/** Questions as lines that are never drawn again, for screen readers: an option is chosen by its number. */
export function plainQuestions({ stdin, stdout, signal }: CreateIo): Questions {
  async function line(prompt: string): Promise<string> {
    const lines = createInterface({ input: stdin, output: stdout, terminal: true });
    const cancel = new AbortController();
    lines.once("SIGINT", () => cancel.abort());
    lines.once("close", () => cancel.abort()); // the end of the input, Ctrl-D
    lines.on("SIGCONT", () => lines.prompt(true)); // `fg` after Ctrl-Z
    try {
      return (await lines.question(prompt, { signal: AbortSignal.any([signal, cancel.signal]) })).trim();
    } catch {
      throw new CancelledError();
    } finally {
      lines.close();
    }
  }

  async function untilAccepted<T>(prompt: string, read: (answer: string) => T | Refusal): Promise<T> {
    for (;;) {
      const answer = read(await line(prompt));
      if (!(answer instanceof Refusal)) return answer;
      stdout.write(`${answer.why}\n`);
    }
  }

  return {
    text({ message, fallback = "", problemOf }) {
      return untilAccepted(`${message}${fallback && ` [${fallback}]`}: `, (written) => {
        const answer = written || fallback;
        const problem = problemOf(answer);
        return problem === undefined ? answer : new Refusal(problem);
      });
    },
    choose<T extends string | boolean>(message: string, options: readonly Option<T>[]) {
      stdout.write(`${message}\n${options.map(numbered).join("")}`);
      return untilAccepted(`Number [1]: `, (written) => {
        const option = /^\d{0,2}$/.test(written) ? options[Number(written || 1) - 1] : undefined;
        return option === undefined
          ? new Refusal(`Write a number from 1 to ${options.length}.`)
          : option.value;
      });
    },
  };
}

/** Why an answer is not accepted. */
class Refusal {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

function numbered({ label, hint }: Option<string | boolean>, at: number): string {
  return `  ${at + 1}. ${label}${hint === undefined ? "" : `: ${hint}`}\n`;
}
