import type { IncomingMessage, ServerResponse } from "node:http";
import { countBytes } from "./count-bytes.js";
import { limitedResponse } from "./limited-response.js";
import type { LimitedResponse } from "./limited-call.js";
import type { Counters } from "./judge-limits.js";
import type { LimitPolicy } from "./limit-policy.js";
import type { LimitUse } from "./limit-use.js";

/** What counting a response takes. */
export interface ResponseCount {
  readonly request: IncomingMessage;
  readonly limits: readonly LimitUse[];
  readonly counters: Counters;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Called when a function of the application fails; the call counts as one then. */
  readonly onError: (error: unknown, policy: LimitPolicy) => void;
}

/**
 * Counts a call when its response has ended: bytes of both bodies as they are handed over, and calls whose limit depends on
 * the response. A response that never began counts no call. Wraps the body functions of this response and this request
 * only, and delays nothing.
 */
export function countResponse(response: ServerResponse, count: ResponseCount): void {
  const bytes = count.limits.some(({ policy }) => policy.kind === "bandwidth")
    ? countBytes(count.request, response)
    : undefined;
  const view = count.limits.some(({ policy }) => policy.amountOf !== undefined)
    ? limitedResponse(response)
    : undefined;
  let isCounted = false;
  let isClosed = false;
  let counted = 0;
  const settle = (ended: boolean) => {
    const total = bytes?.() ?? 0;
    const more = total - counted;
    counted = total;
    const first = !isCounted && (ended || response.headersSent);
    isCounted ||= first;
    if (more === 0 && !first) return;
    const now = count.clock();
    const raised: LimitUse[] = [];
    for (const use of count.limits) {
      const { policy } = use;
      const amount = policy.kind === "bandwidth" ? more : first ? amountOf(policy, view, count) : 0;
      if (amount > 0) raised.push(use.by(amount));
    }
    if (raised.length > 0) count.counters.add(raised, now);
  };
  afterEnd(response, () => (isClosed ? undefined : settle(true)));
  response.once("close", () => {
    isClosed = true; // what a handler writes from here on reaches no caller
    settle(false);
  });
}

/**
 * Counts an admitted upgrade at once, as a call that is answered 101: its handler writes to the socket, so no response ends.
 * What is sent over the connection is not counted.
 */
export function countUpgrade(
  limits: readonly LimitUse[],
  count: Pick<ResponseCount, "counters" | "clock" | "onError">,
): void {
  const raised = limits.flatMap((use) => {
    const amount = amountOf(use.policy, () => SWITCHING, count);
    return amount > 0 ? [use.by(amount)] : [];
  });
  if (raised.length > 0) count.counters.add(raised, count.clock());
}

/** The largest limit in calls. More of it, added again and again, would exceed what numbers and databases count exactly. */
const MAX_AMOUNT = 100_000_000;

const SWITCHING: LimitedResponse = Object.freeze({ status: 101, header: () => undefined });

function amountOf(
  policy: LimitPolicy,
  viewed: (() => LimitedResponse) | undefined,
  { onError }: Pick<ResponseCount, "onError">,
): number {
  const { amountOf: read } = policy;
  if (read === undefined || viewed === undefined) return 0;
  try {
    const amount = read(viewed());
    if (Number.isSafeInteger(amount) && amount >= 0) return Math.min(amount, MAX_AMOUNT);
    throw new TypeError("a function of a limit must return 0 or a positive whole number");
  } catch (error) {
    onError(error, policy);
    return 1; // a limit that silently counts nothing would be none
  }
}

// At the end and not at `close`: the caller's next request may arrive in between.
function afterEnd(response: ServerResponse, done: () => void): void {
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  let isDone = false;
  response.end = ((...given: unknown[]) => {
    const result = end(...given);
    if (!isDone) {
      isDone = true;
      done();
    }
    return result;
  }) as ServerResponse["end"];
}
