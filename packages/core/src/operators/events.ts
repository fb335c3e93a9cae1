import { channel } from "node:diagnostics_channel";
import { callObserver } from "./call-observer.js";
import type { Decision } from "../decision/decision.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule, Rule } from "../rules/rule.js";
import { shown } from "../lib/shown.js";

/** What operators learn about every decision. Never a token or a key; of claims, only the ids here and the one that failed its check. */
export interface DecisionEvent {
  readonly outcome: Decision["outcome"];
  /** 200 stands for "admitted"; the handler chooses the real status. */
  readonly status: number;
  /** Why not; absent when admitted. */
  readonly code?: RefusalCode;
  /** What the failed check expected and found. */
  readonly expected?: string;
  readonly actual?: string;
  /** For a classic mistake: what to do about it. */
  readonly hint?: string;
  readonly rule: Rule<string, string>;
  readonly method: string;
  /** Path without query, fragment, and what an absolute target has before it; shortened, no control characters. */
  readonly path: string;
  readonly product?: string;
  /** The API that the rule or the path named. */
  readonly api?: string;
  readonly operation?: string;
  readonly clientId?: string;
  readonly subscriptionId?: string;
  /** The token's own id (`uti`). */
  readonly tokenId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The view of a request that is decided again; its decisions emit no events. */
export interface QuietView extends RequestView {
  readonly quiet: true;
}

/** Name of the `node:diagnostics_channel` on which every decision is published. */
export const DECISION_CHANNEL = "product-auth:decision";

/** Publishes an event per decision. Costs nothing without a listener, and can never break a request. */
export class DecisionEvents {
  readonly #channel = channel(DECISION_CHANNEL);
  readonly #observer: ((event: DecisionEvent) => void) | undefined;

  constructor(observer: ((event: DecisionEvent) => void) | undefined) {
    this.#observer = observer;
  }

  emit(decision: Decision, requirement: CompiledRule, view: RequestView, at: number): void {
    if (this.#observer === undefined && !this.#channel.hasSubscribers) return;
    if ((view as Partial<QuietView>).quiet === true) return;
    const event = eventOf(decision, requirement, view, at);
    this.#channel.publish(event);
    const observer = this.#observer;
    if (observer !== undefined) callObserver(() => observer(event), OBSERVER_WARNING);
  }
}

/** Name of the warning about an observer that fails: a bug of the application, which the caller must not see. */
export const OBSERVER_WARNING = "ProductAuthObserverWarning";

/** Longest method and path in an event. HTTP/2 and custom views bound neither. */
const MAX_METHOD = 32;
const MAX_PATH = 1024;

// Clients put keys behind `#` too, and an absolute target (RFC 9112 §3.2.2) may hold a password before its path.
function pathOf({ path }: RequestView): string {
  const end = path.search(/[?#]/);
  const target = end === -1 ? path : path.slice(0, end);
  const bare = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, "").replace(/^\/\/[^/]*@/, "//");
  return shown(bare === "" ? "/" : bare, MAX_PATH);
}

function eventOf(
  decision: Decision,
  { rule, api, operation }: CompiledRule,
  view: RequestView,
  at: number,
): DecisionEvent {
  const about = {
    rule,
    method: shown(view.method, MAX_METHOD),
    path: pathOf(view),
    at,
    ...(api !== undefined && { api: api.name }),
    ...(operation !== undefined && { operation }),
  };
  if (decision.outcome !== "admit") {
    const { outcome, status, code, actual } = decision;
    const { expected, hint } = decision.outcome === "refuse" ? decision : {};
    return Object.freeze({
      outcome,
      status,
      code,
      ...about,
      ...(expected !== undefined && { expected }),
      ...(actual !== undefined && { actual }),
      ...(hint !== undefined && { hint }),
    });
  }
  const { product, client, subscription, token } = decision.access;
  return Object.freeze({
    outcome: "admit",
    status: 200,
    ...about,
    product,
    ...(client !== undefined && { clientId: shown(client.id) }),
    ...(subscription !== undefined && { subscriptionId: subscription.id }),
    ...(token?.id !== undefined && { tokenId: token.id }),
  });
}
