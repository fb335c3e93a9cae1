import type { SubscriptionState } from "@product-auth/core";
import { Misuse } from "../../misuse.js";
import { didYouMean } from "../../did-you-mean.js";

const STATES = Object.keys({
  active: true,
  submitted: true,
  rejected: true,
  suspended: true,
  cancelled: true,
  expired: true,
} satisfies Record<SubscriptionState, true>) as SubscriptionState[];

/** A state of subscriptions. */
export function stateFrom(text: string): SubscriptionState {
  const state = STATES.find((one) => one === text);
  if (state !== undefined) return state;
  throw new Misuse(`--state is one of ${STATES.join(", ")}.${didYouMean(text, STATES)}`);
}

/** A scope that an API can ask for: any other would open nothing, without a word. */
export function scopeFrom(text: string): string {
  if (/^\/(products\/[^/]+|apis(\/[^/]+)?)?$/.test(text)) return text;
  throw new Misuse("--scope is /products/NAME, /apis/NAME, /apis or /.");
}

/** A day, from its begin in UTC on, or a moment with its zone (ISO 8601). */
export function dateFrom(option: "start" | "end", text: string): Date {
  const [, day] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
  const date = new Date(text);
  const isOnCalendar = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day);
  if (isOnCalendar === true && !Number.isNaN(date.getTime())) return date;
  throw new Misuse(`--${option} is a date: 2026-01-31, or with a zone 2026-01-31T08:00:00Z.`);
}
