import type { DocumentMeaning, Step } from "../documents/step.js";
import type { CountedBy, Rule } from "../../report/rule.js";
import type { Budget } from "./budget.js";

/** A step with fragments already in place. */
export type ChainStep = Exclude<Step, { kind: "include" }>;

type Include = Extract<Step, { kind: "include" }>;

/** The gateway allows one level. Configurations that it would refuse are read on to this depth. */
export const DEEPEST_FRAGMENTS = 8;

/** Puts the steps of fragments in the place of their includes. */
export class Expansion {
  readonly #fragments: ReadonlyMap<string, DocumentMeaning>;
  readonly #budget: Budget;
  readonly #known = new Map<string, readonly ChainStep[]>();

  constructor(fragments: ReadonlyMap<string, DocumentMeaning>, budget: Budget) {
    this.#fragments = fragments;
    this.#budget = budget;
  }

  /** What stands behind an end never runs and is left out. */
  stepsOf(steps: readonly Step[], depth: number = DEEPEST_FRAGMENTS): readonly ChainStep[] {
    const expanded: ChainStep[] = [];
    for (const step of steps) {
      const inner = step.kind === "include" ? this.#stepsOfInclude(step, depth) : [step];
      this.#budget.spend(inner.length);
      for (const each of inner) expanded.push(each);
      if (expanded.at(-1)?.kind === "end") break;
    }
    return expanded;
  }

  #stepsOfInclude({ fragment, isConditional }: Include, depth: number): readonly ChainStep[] {
    const steps = this.#stepsOfFragment(fragment, depth);
    return isConditional ? steps.filter(({ kind }) => kind === "rewrite") : steps;
  }

  #stepsOfFragment(name: string, depth: number): readonly ChainStep[] {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined || depth === 0) return [];
    const key = `${depth} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const steps = this.stepsOf(fragment.steps, depth - 1);
    this.#known.set(key, steps);
    return steps;
  }
}

/** The steps with those of the broader scope in the place of `<base />`. */
export function chainOf(
  steps: readonly ChainStep[],
  broader: readonly ChainStep[],
  budget: Budget,
): readonly ChainStep[] {
  const chain: ChainStep[] = [];
  for (const step of steps) {
    const inner = step.kind === "base" ? broader : [step];
    budget.spend(inner.length);
    for (const each of inner) chain.push(each);
    if (chain.at(-1)?.kind === "end") break;
  }
  return chain;
}

/** Places of the rules, in the order in which the gateway checks them. */
export const rulesOf = (chain: readonly ChainStep[]): readonly string[] =>
  chain.flatMap((step) => (step.kind === "rule" ? [step.rule.at] : []));

/** Changes of what a rule reads afterwards. */
export function rewritesOf(chain: readonly ChainStep[]): readonly Extract<Step, { kind: "rewrite" }>[] {
  const waiting = new Map<string, Extract<Step, { kind: "rewrite" }>[]>();
  const found: Extract<Step, { kind: "rewrite" }>[] = [];
  for (const step of chain) {
    if (step.kind === "rewrite") {
      const others = waiting.get(step.source);
      if (others) others.push(step);
      else waiting.set(step.source, [step]);
    } else if (step.kind === "rule") {
      for (const source of sourcesOf(step.rule.rule)) {
        for (const rewrite of waiting.get(source) ?? []) found.push(rewrite);
        waiting.delete(source);
      }
    }
  }
  return found;
}

const isList = (by: CountedBy): by is readonly CountedBy[] => Array.isArray(by);

/** Headers and query parameters that a rule reads. */
function sourcesOf(rule: Rule): readonly string[] {
  if (rule.kind === "token") return [rule.source];
  if (rule.kind === "header") return [`header:${rule.name}`];
  return rule.kind === "rate" || rule.kind === "quota" ? headersIn(rule.by) : [];
}

function headersIn(by: CountedBy): readonly string[] {
  if (typeof by === "string") return by.startsWith("header:") ? [by] : [];
  return (isList(by) ? by : by.join).flatMap(headersIn);
}
