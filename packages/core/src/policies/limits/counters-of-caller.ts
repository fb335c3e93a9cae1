import type { Access } from "../../decision/decision.js";
import type { RequestView } from "../../request/request-view.js";
import { usesOf } from "./judge-limits.js";
import type { LimitPolicy } from "./limit-policy.js";
import type { LimitUse } from "./limit-use.js";
import type { LimitedCall } from "./limited-call.js";

/** A place and the limits that count calls there. */
export interface LimitedPlace {
  readonly product: string | undefined;
  readonly api: string | undefined;
  readonly operation: string | undefined;
  readonly limits: readonly LimitPolicy[];
}

/** The counters of a caller by the limits of one place. */
export interface CallerCounters {
  readonly uses: readonly LimitUse[];
  /** Limits that count by something of the call, such as an address or a header: which counters is known per call only. */
  readonly unknown: readonly LimitPolicy[];
}

/** The counters that calls of a caller use, as far as they depend on the caller and the place alone. */
export function countersOfCaller(
  limits: readonly LimitPolicy[],
  access: Access<string | undefined>,
): CallerCounters {
  const uses: LimitUse[] = [];
  const unknown: LimitPolicy[] = [];
  for (const limit of limits) {
    try {
      uses.push(...usesOf([limit], new CallOf(access)));
    } catch {
      // A key is read from what only a call has, also by a function of the application that expects all of a call.
      unknown.push(limit);
    }
  }
  return { uses, unknown };
}

/** A key was read from what only a call has. */
class PerCallError extends Error {}

/** A call of which only the caller and the place are known. */
class CallOf implements LimitedCall {
  readonly access: Access<string | undefined>;

  constructor(access: Access<string | undefined>) {
    this.access = Object.defineProperties({ ...access }, { token: PER_CALL, tokens: PER_CALL });
  }

  get view(): RequestView {
    throw new PerCallError();
  }

  get network(): string | undefined {
    throw new PerCallError();
  }
}

const PER_CALL: PropertyDescriptor = Object.freeze({
  get(): never {
    throw new PerCallError();
  },
});
