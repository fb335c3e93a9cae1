import { mutated, type Mutation } from "./mutation.js";

/** A request but for its credential. */
export interface PathCase {
  readonly method: string;
  readonly target: Target;
  /** What `x-rewrite` and `x-method` say. */
  readonly rewrite?: Target;
  readonly override?: string;
}

/** A target that a client would send, and what was done to it. */
export interface Target {
  readonly base: string;
  readonly mutations: readonly Mutation[];
}

export const plain = (base: string): Target => ({ base, mutations: [] });
export const textOfTarget = ({ base, mutations }: Target): string => mutated(base, mutations);
