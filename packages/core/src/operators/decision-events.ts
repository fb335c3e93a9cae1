import { channel } from "node:diagnostics_channel";
import type { Access, Decision, Refuse, Unavailable } from "../decision/decision.js";
import { sanitize } from "../lib/sanitize.js";
import type { Credentials } from "../request/credentials.js";
import { isQuiet } from "../request/quiet-view.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";
import { ruleWords } from "../rules/rule-words.js";
import { callObserver } from "./call-observer.js";
import { DECISION_CHANNEL, OBSERVER_WARNING, type DecisionEvent } from "./events.js";
import type { Telemetry } from "./telemetry.js";

/** Who is informed of decisions, and the version of the catalog that decides. */
export interface DecisionEventsSettings {
  readonly onDecision: ((event: DecisionEvent) => void) | undefined;
  readonly telemetry: Telemetry | undefined;
  readonly catalogVersion: () => string;
}

/** Publishes an event per decision. An error in a listener does not affect the request. */
export class DecisionEvents {
  readonly #channel = channel(DECISION_CHANNEL);
  readonly #settings: DecisionEventsSettings;
  /** The words of each rule that a decision was made by. */
  readonly #words = new WeakMap<object, string>();

  constructor(settings: DecisionEventsSettings) {
    this.#settings = settings;
  }

  /** Whether a decision has an observer; ask before `emit`, so that a decision costs nothing without one. */
  get isObserved(): boolean {
    const { onDecision, telemetry } = this.#settings;
    return onDecision !== undefined || telemetry !== undefined || this.#channel.hasSubscribers;
  }

  /** `credentials`: what the request carried, when it was read. */
  emit(
    decision: Decision,
    requirement: CompiledRule,
    view: RequestView,
    at: number,
    credentials: Credentials | undefined,
  ): void {
    if (isQuiet(view)) return;
    const { onDecision, telemetry, catalogVersion } = this.#settings;
    const event = eventOf(decision, requirement, view, {
      requires: this.#wordsOf(requirement),
      catalogVersion: catalogVersion(),
      at,
      credential: decision.outcome === "admit" ? decision.access.credential : kindOf(credentials),
    });
    this.#channel.publish(event);
    if (onDecision !== undefined) callObserver(() => onDecision(event), OBSERVER_WARNING);
    telemetry?.decided(event);
  }

  #wordsOf({ rule }: CompiledRule): string {
    let words = this.#words.get(rule);
    if (words === undefined) this.#words.set(rule, (words = sanitize(ruleWords([rule]), MAX_WORDS)));
    return words;
  }
}

// Any number of products may stand in a rule, and that of `app.use(auth)` names all of them.
const MAX_WORDS = 256;

function kindOf(credentials: Credentials | undefined): Access["credential"] | undefined {
  if (credentials === undefined) return undefined;
  const hasToken = credentials.token.kind !== "absent";
  const hasKey = credentials.key.kind !== "absent";
  if (hasToken) return hasKey ? "both" : "token";
  return hasKey ? "key" : "none";
}

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

interface Stamp extends Pick<DecisionEvent, "requires" | "catalogVersion" | "at"> {
  readonly credential: DecisionEvent["credential"];
}

/** An event while its fields are set, one by one: spreading them made most of what an observed decision costs. */
type Draft = { -readonly [Field in keyof DecisionEvent]: DecisionEvent[Field] };

function eventOf(
  decision: Decision,
  { rule, api, operation }: CompiledRule,
  view: RequestView,
  { requires, catalogVersion, at, credential }: Stamp,
): DecisionEvent {
  const { outcome } = decision;
  // In the order in which a log line shows them.
  const event = { outcome, status: outcome === "admit" ? 200 : decision.status } as Draft;
  if (outcome !== "admit") event.code = decision.code;
  if (credential !== undefined) event.credential = credential;
  event.rule = rule;
  event.requires = requires;
  event.catalogVersion = catalogVersion;
  event.method = sanitize(view.method, MAX_METHOD);
  event.path = pathOf(view);
  event.at = at;
  if (api !== undefined) event.api = api.name;
  if (operation !== undefined) event.operation = operation;
  if (decision.connection !== undefined) Object.assign(event, decision.connection);
  if (outcome === "admit") setAccess(event, decision.access);
  else setFinding(event, decision);
  return Object.freeze(event);
}

function setFinding(event: Draft, decision: Refuse | Unavailable): void {
  const { actual, policy } = decision;
  const { expected, hint, limit } = decision.outcome === "refuse" ? decision : NO_FINDING;
  if (expected !== undefined) event.expected = expected;
  if (actual !== undefined) event.actual = actual;
  if (hint !== undefined) event.hint = hint;
  if (policy !== undefined) event.policy = policy;
  if (limit !== undefined) event.limit = limit;
}

const NO_FINDING: Pick<Refuse, "expected" | "hint" | "limit"> = Object.freeze({});

function setAccess(event: Draft, { product, client, subscription, token }: Access): void {
  if (product !== undefined) event.product = product;
  if (client !== undefined) event.clientId = sanitize(client.id);
  if (subscription !== undefined) event.subscriptionId = subscription.id;
  if (token?.id !== undefined) event.tokenId = token.id;
}
