import type { Chance } from "../chance.js";
import { CHANGES, type Kind } from "./changes.js";

/** One change to a target: what kind, in which of its variants, and where. */
export interface Mutation {
  readonly kind: Kind;
  readonly variant: number;
  readonly at: number;
}

/** No kind has more variants. */
const VARIANTS = 128;

const kinds = Object.keys(CHANGES) as readonly Kind[];
// Those that have opened doors before come up more often.
const likely: readonly Kind[] = [
  ...kinds,
  ...([
    "end",
    "end",
    "end",
    "endOfSegment",
    "insert",
    "slash",
    "encodeLetter",
    "segmentCase",
    "fold",
  ] as const),
];

export function mutated(target: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((text, { kind, variant, at }) => CHANGES[kind](text, variant, at), target);
}

export function randomMutation(chance: Chance): Mutation {
  return { kind: chance.pick(likely), variant: chance.number(VARIANTS), at: chance.number(1 << 16) };
}

/** Every mutation that makes another text of this one. */
export function everyMutation(target: string): readonly Mutation[] {
  const byText = new Map<string, Mutation>();
  for (const kind of kinds)
    for (let variant = 0; variant < VARIANTS; variant++)
      for (let at = 0; at < target.length; at++) {
        const text = CHANGES[kind](target, variant, at);
        if (!byText.has(text)) byText.set(text, { kind, variant, at });
      }
  byText.delete(target);
  return [...byText.values()];
}
