import type { PolicyPlace, Refuse, Unavailable } from "../../decision/decision.js";
import { refuseByApplication, unavailable } from "../../decision/refused.js";
import { toAwaitable, type Awaitable } from "../../lib/awaitable.js";
import { errorKind } from "../../lib/error-kind.js";
import { withTimeout } from "../../lib/with-timeout.js";
import type { CustomPolicy } from "./custom-policy.js";
import type { PolicyCall, PolicyFunction } from "./policy-function.js";
import { readRefusal } from "./read-refusal.js";

/** Milliseconds within which a function must answer. */
const TIMEOUT = 2_000;

/** Seconds after which a caller may retry when a function failed. */
const RETRY_AFTER = 5;

/**
 * A policy that the application has written. A function that throws, rejects, does not answer in time or returns anything
 * but a refusal or undefined admits no request: the decision is "unavailable".
 */
export class PolicyOfApplication implements CustomPolicy {
  readonly place: PolicyPlace;
  readonly #judge: PolicyFunction;
  readonly #warn: (error: unknown) => void;
  #hasWarned = false;

  /** `warn`: takes the first failure, for the operator. */
  constructor(place: PolicyPlace, judge: PolicyFunction, warn: (error: unknown) => void) {
    this.place = place;
    this.#judge = judge;
    this.#warn = warn;
  }

  judge(call: PolicyCall): Awaitable<Refuse | Unavailable | undefined> {
    try {
      const returned = toAwaitable<unknown>(this.#judge(call));
      if (!(returned instanceof Promise)) return this.#read(returned);
      return withTimeout(returned, TIMEOUT, `no answer within ${TIMEOUT / 1_000} seconds`).then(
        (settled) => this.#read(settled),
        (error: unknown) => this.#failed(errorKind(error), error),
      );
    } catch (error) {
      return this.#failed(errorKind(error), error);
    }
  }

  #read(returned: unknown): Refuse | Unavailable | undefined {
    if (returned === undefined) return undefined;
    let found: ReturnType<typeof readRefusal>;
    try {
      found = readRefusal(returned); // a member may be a getter that throws
    } catch (error) {
      return this.#failed(errorKind(error), error);
    }
    return typeof found === "string" ? this.#failed(found) : refuseByApplication(this.place, found);
  }

  #failed(actual: string, error?: unknown): Unavailable {
    this.#warnOnce(error ?? new TypeError(`The policy ${this.place.name} (${this.place.place}) ${actual}`));
    return unavailable({
      code: "policy_unavailable",
      retryAfter: RETRY_AFTER,
      actual,
      policy: this.place,
    });
  }

  // Once: a policy that fails for every request must not flood the log. Events have every failure.
  #warnOnce(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(error);
  }
}
