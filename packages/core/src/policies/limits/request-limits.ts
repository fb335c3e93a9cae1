import type { IncomingMessage } from "node:http";
import type { Access, Admit, Decision, Refuse, Unavailable } from "../../decision/decision.js";
import { NO_HEADERS } from "../../decision/refused.js";
import type { RequestEvidence } from "../../evidence/gather.js";
import { andThen, type Awaitable } from "../../lib/awaitable.js";
import { isQuiet } from "../../request/quiet-view.js";
import { NodeRequestView, type RequestView } from "../../request/request-view.js";
import { countResponse, countUpgrade } from "./count-response.js";
import { judgeLimits, type Counters, type LimitsPassed } from "./judge-limits.js";
import { isDeferred, type LimitPolicy } from "./limit-policy.js";
import type { LimitUse } from "./limit-use.js";
import type { LimitedCall } from "./limited-call.js";

/** What counting calls takes. */
export interface LimitContext {
  readonly counters: Counters;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Whether responses have the fields of the IETF's draft. */
  readonly ietf: boolean;
  /** The network that a request comes from; undefined when its address is unknown. */
  readonly networkOf: (view: RequestView) => string | undefined;
  /** Called when a function of the application that counts a response fails. */
  readonly onError: (error: unknown, policy: LimitPolicy) => void;
}

/** Counts the calls of one instance. */
export class RequestLimits {
  readonly #context: LimitContext;

  constructor(context: LimitContext) {
    this.#context = context;
  }

  /**
   * Takes room from the limits that apply to an admitted call, and adds what they name to its decision. A request that is
   * decided again takes none.
   */
  take<P extends string>(
    decision: Admit<P>,
    limits: readonly LimitPolicy[],
    collected: RequestEvidence,
    now: number,
  ): Awaitable<Decision<P>> {
    const { view, counted } = collected;
    if (limits.length === 0 || isQuiet(view)) return decision;
    const judged = this.#judge(limits, view, decision.access, counted, now);
    return judged instanceof Promise
      ? this.#concludeLater(decision, judged, collected)
      : this.#conclude(decision, judged, collected);
  }

  // Apart from its caller: counters in memory make no closure.
  #concludeLater<P extends string>(
    decision: Admit<P>,
    judged: Promise<Refuse | Unavailable | LimitsPassed>,
    collected: RequestEvidence,
  ): Promise<Decision<P>> {
    return judged.then((found) => this.#conclude(decision, found, collected));
  }

  /** Whether the limits have room, for operators. Takes none. */
  ask<P extends string>(
    decision: Admit<P>,
    limits: readonly LimitPolicy[],
    view: RequestView,
    now: number,
  ): Awaitable<Decision<P>> {
    const asking = limits.map((limit) => ({ ...limit, amount: 0 }));
    return andThen(this.#judge(asking, view, decision.access, [], now), (found): Decision<P> =>
      found.outcome === "passed" ? decision : found,
    );
  }

  #conclude<P extends string>(
    decision: Admit<P>,
    found: Refuse | Unavailable | LimitsPassed,
    collected: RequestEvidence,
  ): Decision<P> {
    if (found.outcome !== "passed") return found;
    const { headers, counted } = found;
    // Later guards of the request do not count again what is counted.
    const { counted: earlier } = collected;
    if (counted.length > 0) collected.counted = earlier.length === 0 ? counted : [...earlier, ...counted];
    const onResponse = this.#countLater(counted, collected.view);
    if (headers === undefined && onResponse === undefined) return decision;
    const { outcome, access, headers: own } = decision;
    const all = headers === undefined ? own : own === NO_HEADERS ? headers : { ...own, ...headers };
    return onResponse === undefined
      ? { outcome, access, headers: all }
      : { outcome, access, headers: all, onResponse };
  }

  /** What counts a call when its response has ended; undefined when nothing is left to count. */
  #countLater(counted: readonly LimitUse[], view: RequestView): Admit["onResponse"] {
    if (!isAnyDeferred(counted) || !(view instanceof NodeRequestView)) return undefined;
    const { message: request } = view;
    if ((request as { readonly upgrade?: boolean | null }).upgrade !== true)
      return countingResponse(request, counted, this.#context);
    countUpgrade(counted, this.#context);
    return undefined;
  }

  #judge(
    limits: readonly LimitPolicy[],
    view: RequestView,
    access: Access<string | undefined>,
    earlier: readonly LimitUse[],
    now: number,
  ): Awaitable<Refuse | Unavailable | LimitsPassed> {
    const { counters, networkOf, ietf } = this.#context;
    return judgeLimits(limits, {
      call: new AdmittedCall(view, access, networkOf),
      counters,
      now,
      ietf,
      earlier,
    });
  }
}

function isAnyDeferred(counted: readonly LimitUse[]): boolean {
  for (const { policy } of counted) if (isDeferred(policy)) return true;
  return false;
}

// Member by member: V8 takes 2 µs to copy the context and add to it.
const countingResponse =
  (
    request: IncomingMessage,
    limits: readonly LimitUse[],
    { counters, clock, onError }: LimitContext,
  ): NonNullable<Admit["onResponse"]> =>
  (response) =>
    countResponse(response, { request, limits, counters, clock, onError });

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
