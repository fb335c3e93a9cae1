import { isCancel, select, text, type CANCEL_SYMBOL, type Option as ClackOption } from "@clack/prompts";
import type { CreateIo } from "./create-io.js";
import { CancelledError, type Questions } from "./questions.js";
import { watchInput } from "./watch-input.js";

/** Questions that are drawn again with each key: lists with arrow keys. */
export function drawnQuestions({ stdin, stdout, signal }: CreateIo): Questions {
  /** Asks, and cancels when the input ends. */
  async function answerOf<T>(ask: (terminal: Terminal) => Promise<T | typeof CANCEL_SYMBOL>): Promise<T> {
    const input = watchInput(stdin);
    try {
      const until = AbortSignal.any([signal, input.ended]);
      const answer = await ask({ input: stdin, output: stdout, signal: until });
      if (isCancel(answer)) throw new CancelledError();
      return answer;
    } finally {
      input.unwatch();
    }
  }

  return {
    async text({ message, fallback = "", problemOf }) {
      const validate = (value: string | undefined) => problemOf(value?.trim() || fallback);
      const answer = await answerOf((terminal) =>
        text({ ...terminal, message, placeholder: fallback, defaultValue: fallback, validate }),
      );
      return answer.trim();
    },
    choose<T extends string | boolean>(message: string, options: readonly { value: T; label: string }[]) {
      return answerOf((terminal) =>
        select<T>({ ...terminal, message, options: options as ClackOption<T>[] }),
      );
    },
  };
}

/** What @clack/prompts draws on. */
interface Terminal {
  readonly input: CreateIo["stdin"];
  readonly output: CreateIo["stdout"];
  readonly signal: AbortSignal;
}
