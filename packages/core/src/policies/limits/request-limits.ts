import type { Access, Admit, Refuse, Unavailable } from "../../decision/decision.js";
import type { RequestEvidence } from "../../evidence/gather.js";
import { andThen, type Awaitable } from "../../lib/awaitable.js";
import { NodeRequestView, type RequestView } from "../../request/request-view.js";
import { countResponse } from "./count-response.js";
import { judgeLimits, NOTHING_COUNTED, type Counters, type LimitsPassed } from "./judge-limits.js";
import { isDeferred, type LimitPolicy } from "./limit-policy.js";
import type { LimitUse } from "./limit-use.js";
import type { LimitedCall } from "./limited-call.js";

/** What counting calls takes. */
export interface LimitContext {
  readonly counters: Counters;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The network that a request comes from; undefined when its address is unknown. */
  readonly networkOf: (view: RequestView) => string | undefined;
  /** Called when a function of the application that counts a response fails. */
  readonly onError: (error: unknown) => void;
}

/** Counts the calls of one instance. */
export class RequestLimits {
  readonly #context: LimitContext;

  constructor(context: LimitContext) {
    this.#context = context;
  }

  /** Takes room from the limits that apply to an admitted call. A request that is decided again takes none. */
  take(
    limits: readonly LimitPolicy[],
    collected: RequestEvidence,
    access: Access<string | undefined>,
  ): Awaitable<Refuse | Unavailable | LimitsPassed> {
    const { view } = collected;
    if ((view as { readonly quiet?: boolean }).quiet === true) return NOTHING_COUNTED;
    return andThen(this.#judge(limits, view, access, collected.counted), (judged) => {
      if (judged.outcome === "passed" && judged.counted.length > 0)
        collected.counted =
          collected.counted.length === 0 ? judged.counted : [...collected.counted, ...judged.counted];
      return judged;
    });
  }

  /** Whether the limits have room, for operators. Takes none. */
  ask(
    limits: readonly LimitPolicy[],
    view: RequestView,
    access: Access<string | undefined>,
  ): Awaitable<Refuse | Unavailable | LimitsPassed> {
    const asking = limits.map((limit) => ({ ...limit, amount: 0 }));
    return this.#judge(asking, view, access, []);
  }

  /** What counts a call when its response has ended; undefined when nothing is left to count. */
  countLater(counted: readonly LimitUse[], view: RequestView): Admit["onResponse"] {
    if (!counted.some(({ policy }) => isDeferred(policy)) || !(view instanceof NodeRequestView))
      return undefined;
    const limits = counted.filter(({ policy }) => isDeferred(policy));
    const { message: request } = view;
    return (response) => countResponse(response, { ...this.#context, request, limits });
  }

  #judge(
    limits: readonly LimitPolicy[],
    view: RequestView,
    access: Access<string | undefined>,
    earlier: readonly LimitUse[],
  ): Awaitable<Refuse | Unavailable | LimitsPassed> {
    const { counters, clock, networkOf } = this.#context;
    return judgeLimits(limits, {
      call: new AdmittedCall(view, access, networkOf),
      counters,
      now: clock(),
      earlier,
    });
  }
}

// A getter, because few limits need the network.
class AdmittedCall implements LimitedCall {
  readonly view: RequestView;
  readonly access: Access<string | undefined>;
  readonly #networkOf: LimitContext["networkOf"];

  constructor(view: RequestView, access: Access<string | undefined>, networkOf: LimitContext["networkOf"]) {
    this.view = view;
    this.access = access;
    this.#networkOf = networkOf;
  }

  get network(): string | undefined {
    return this.#networkOf(this.view);
  }
}
