import { isCancel, select, text, type CANCEL_SYMBOL, type Option as ClackOption } from "@clack/prompts";
import type { CreateIo } from "./create-io.js";
import { CancelledError, type Questions } from "./questions.js";

/** Questions that are drawn again with each key: lists with arrow keys. */
export function drawnQuestions({ stdin, stdout, signal }: CreateIo): Questions {
  const terminal = { input: stdin, output: stdout, signal };
  return {
    text({ message, fallback = "", problemOf }) {
      return answerOf(
        text({
          ...terminal,
          message,
          placeholder: fallback,
          defaultValue: fallback,
          validate: (value) => problemOf(value?.trim() || fallback),
        }),
      ).then((answer) => answer.trim());
    },
    choose<T extends string | boolean>(message: string, options: readonly { value: T; label: string }[]) {
      return answerOf(select<T>({ ...terminal, message, options: options as ClackOption<T>[] }));
    },
  };
}

async function answerOf<T>(asked: Promise<T | typeof CANCEL_SYMBOL>): Promise<T> {
  const answer = await asked;
  if (isCancel(answer)) throw new CancelledError();
  return answer;
}
