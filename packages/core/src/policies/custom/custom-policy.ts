import type { Access, PolicyPlace, Refuse, Unavailable } from "../../decision/decision.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { RequestView } from "../../request/request-view.js";

/** A policy that the application has written. */
export interface CustomPolicy {
  readonly place: PolicyPlace;
  /** Returns the refusal, or undefined when the policy holds. */
  judge(call: {
    readonly view: RequestView;
    readonly access: Access<string | undefined>;
  }): Awaitable<Refuse | Unavailable | undefined>;
}
