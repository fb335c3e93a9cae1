import type { Profile } from "./audiences.js";

/** What a good token says, as far as rules ask. */
export interface Facts {
  readonly profile: Profile;
  readonly audiences: readonly string[];
  readonly client?: string;
  readonly caller: "app" | "user" | "neither";
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly plans: readonly unknown[];
}

export const isText = (value: unknown): value is string => typeof value === "string";

/** The members of a list of texts; none for anything else. */
export const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) && value.every(isText) ? value : [];

/** The words of a text. */
export const wordsIn = (value: unknown): readonly string[] =>
  isText(value) ? value.split(/ +/).filter(Boolean) : [];

/** What the claim `plan` names: words of a text, or members of a list. */
export const plansIn = (plan: unknown): readonly unknown[] => (Array.isArray(plan) ? plan : wordsIn(plan));
