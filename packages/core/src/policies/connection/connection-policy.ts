import type { PolicyPlace, Refuse } from "../../decision/decision.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { RequestView } from "../../request/request-view.js";

/** A policy about the connection of a request: its address, its header fields or its client certificate. */
export interface ConnectionPolicy {
  readonly place: PolicyPlace;
  /** Returns the refusal, or undefined when the policy holds. `now` is in milliseconds since 1970. */
  judge(view: RequestView, now: number): Awaitable<Refuse | undefined>;
}
