import { channel } from "node:diagnostics_channel";
import { callObserver } from "./call-observer.js";
import type { ConnectionFacts, Decision, LimitFinding, PolicyPlace } from "../decision/decision.js";
import type { RefusalCode } from "../refusals/refusals.js";
import { isQuiet } from "../request/quiet-view.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule, Rule } from "../rules/rule.js";
import { sanitize } from "../lib/sanitize.js";

/** A decision, for operators. Contains no token and no key; of the claims, only the ids below and the one that failed a check. */
export interface DecisionEvent {
  readonly outcome: Decision["outcome"];
  /** Status of the response; 200 for an admission, whose handler chooses the real status. */
  readonly status: number;
  /** Code of the refusal; absent for an admission. */
  readonly code?: RefusalCode;
  /** What the failed check expected. */
  readonly expected?: string;
  /** What the failed check found. */
  readonly actual?: string;
  /** For a common mistake: how to fix it. */
  readonly hint?: string;
  /** The policy about a token or the connection that refused the request, or could not be judged; absent when the credential was refused. */
  readonly policy?: PolicyPlace;
  /** The caller's address, when an address policy refused it and it can be read. */
  readonly address?: ConnectionFacts["address"];
  /** The client certificate that a policy has judged. */
  readonly certificate?: ConnectionFacts["certificate"];
  /** What certificate policies with `ignoreError` would have refused. */
  readonly ignored?: ConnectionFacts["ignored"];
  /** The limit without room. */
  readonly limit?: LimitFinding;
  readonly rule: Rule<string, string>;
  readonly method: string;
  /** Path without origin, query and fragment; at most 1024 characters, control characters replaced. */
  readonly path: string;
  readonly product?: string;
  /** The API that the rule or the path selected. */
  readonly api?: string;
  readonly operation?: string;
  readonly clientId?: string;
  readonly subscriptionId?: string;
  /** The token's own id (`uti`). */
  readonly tokenId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Name of the `node:diagnostics_channel` on which every decision is published. */
export const DECISION_CHANNEL = "product-auth:decision";

/** Publishes an event per decision. Costs nothing without a listener; an error in a listener does not affect the request. */
export class DecisionEvents {
  readonly #channel = channel(DECISION_CHANNEL);
  readonly #observer: ((event: DecisionEvent) => void) | undefined;

  constructor(observer: ((event: DecisionEvent) => void) | undefined) {
    this.#observer = observer;
  }

  /** Whether a decision has an observer. */
  get isObserved(): boolean {
    return this.#observer !== undefined || this.#channel.hasSubscribers;
  }

  emit(decision: Decision, requirement: CompiledRule, view: RequestView, at: number): void {
    if (!this.isObserved) return;
    if (isQuiet(view)) return;
    const event = eventOf(decision, requirement, view, at);
    this.#channel.publish(event);
    const observer = this.#observer;
    if (observer !== undefined) callObserver(() => observer(event), OBSERVER_WARNING);
  }
}

/** Name of the process warning about an observer that throws or rejects. */
export const OBSERVER_WARNING = "ProductAuthObserverWarning";

/** Maximum lengths of method and path in an event. HTTP/2 and custom views limit neither. */
const MAX_METHOD = 32;
const MAX_PATH = 1024;

// Clients also put keys after `#`, and an absolute target (RFC 9112 §3.2.2) may contain a password before its path.
function pathOf({ path }: RequestView): string {
  const end = path.search(/[?#]/);
  const target = end === -1 ? path : path.slice(0, end);
  const bare = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, "").replace(/^\/\/[^/]*@/, "//");
  return sanitize(bare === "" ? "/" : bare, MAX_PATH);
}

function eventOf(
  decision: Decision,
  { rule, api, operation }: CompiledRule,
  view: RequestView,
  at: number,
): DecisionEvent {
  const about = {
    rule,
    method: sanitize(view.method, MAX_METHOD),
    path: pathOf(view),
    at,
    ...(api !== undefined && { api: api.name }),
    ...(operation !== undefined && { operation }),
    ...decision.connection,
  };
  if (decision.outcome !== "admit") {
    const { outcome, status, code, actual, policy } = decision;
    const { expected, hint, limit } = decision.outcome === "refuse" ? decision : {};
    return Object.freeze({
      outcome,
      status,
      code,
      ...about,
      ...(expected !== undefined && { expected }),
      ...(actual !== undefined && { actual }),
      ...(hint !== undefined && { hint }),
      ...(policy !== undefined && { policy }),
      ...(limit !== undefined && { limit }),
    });
  }
  const { product, client, subscription, token } = decision.access;
  return Object.freeze({
    outcome: "admit",
    status: 200,
    ...about,
    product,
    ...(client !== undefined && { clientId: sanitize(client.id) }),
    ...(subscription !== undefined && { subscriptionId: subscription.id }),
    ...(token?.id !== undefined && { tokenId: token.id }),
  });
}
