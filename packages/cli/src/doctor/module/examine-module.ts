import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigurationError } from "@product-auth/core";
import { answerOfProcess } from "../../answer-of-process.js";
import { answerIn, type ModuleAnswer, type ModuleQuestion } from "./examined-module.js";

/** Milliseconds that loading a module and all checks together may take beyond what each check may. */
const PATIENCE = 30_000;

/** How many checks can wait one after the other: keys, stores, each token, closing. */
const CHECKS = 12;

/**
 * Examines the options that a module exports, in a separate process: what the module prints goes to stderr, and what it
 * starts ends with the process. Rejects with `ConfigurationError`.
 */
export async function examineModule(
  path: string,
  question: ModuleQuestion,
): Promise<Exclude<ModuleAnswer, { readonly problems: unknown }>> {
  const answer = await answerOf(pathToFileURL(resolve(path)).href, question);
  if (!("problems" in answer)) return answer;
  throw new ConfigurationError(
    answer.problems.map((problem) => (problem.path === "the module" ? { ...problem, path } : problem)),
  );
}

function answerOf(address: string, question: ModuleQuestion): Promise<ModuleAnswer> {
  const patience = PATIENCE + CHECKS * question.milliseconds;
  return answerOfProcess<ModuleAnswer>(new URL("module-process.js", import.meta.url), {
    args: [address],
    question,
    milliseconds: patience,
    read: answerIn,
    silence: (end) => {
      const message =
        end === "SIGKILL"
          ? `was not examined within ${patience / 1000} seconds`
          : `ended its process (${end}) before it was examined`;
      return { problems: [{ path: "the module", message, fix: "export the options only" }] };
    },
  });
}
