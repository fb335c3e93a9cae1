import type { Choices } from "#src/choices/choices.js";
import { TENANT } from "./every-choice.js";

/**
 * Twelve choices that contain every pair of answers to two questions. There are no fewer: three frameworks with four kinds of
 * credentials are twelve pairs, and a choice contains one of them.
 */
export const coveringChoices: readonly Choices[] = [
  choice("express", "tokens", "portal", "local", undefined),
  choice("express", "keys", "portal", "local", "redis"),
  choice("express", "either", "portal", TENANT, "file"),
  choice("express", "both", "no portal", "local", "postgres"),
  choice("koa", "tokens", "no portal", "local", undefined),
  choice("koa", "keys", "no portal", undefined, "file"),
  choice("koa", "either", "no portal", TENANT, "postgres"),
  choice("koa", "both", "portal", TENANT, "redis"),
  choice("fastify", "tokens", "portal", TENANT, undefined),
  choice("fastify", "keys", "portal", TENANT, "postgres"),
  choice("fastify", "either", "no portal", "local", "redis"),
  choice("fastify", "both", "no portal", "local", "file"),
];

function choice(
  framework: Choices["framework"],
  callers: Choices["callers"],
  portal: "portal" | "no portal",
  issuer: string | undefined,
  store: Choices["store"],
): Choices {
  return { framework, callers, portal: portal === "portal", issuer, store };
}

/** The pairs of answers to two different questions, as texts that can be compared. */
export function pairsOf(choices: Choices): readonly string[] {
  const answers = Object.entries(choices)
    .filter(([, answer]) => answer !== undefined)
    .map(([question, answer]) => `${question} ${String(answer)}`);
  return answers.flatMap((first, at) => answers.slice(at + 1).map((second) => `${first} + ${second}`));
}
