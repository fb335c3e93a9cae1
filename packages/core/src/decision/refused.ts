import type { Writable } from "../lib/writable.js";
import { REFUSALS, type Finding, type RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";
import type {
  ConnectionFacts,
  DecisionSettings,
  LimitFinding,
  PolicyPlace,
  Refuse,
  ResponseHeaders,
  Unavailable,
} from "./decision.js";
import type { Missing } from "./judge-token.js";

/** The rule and the request of a decision. */
export interface MadeFor {
  readonly requirement: CompiledRule;
  readonly view: RequestView;
}

/** No header fields. */
export const NO_HEADERS: ResponseHeaders = Object.freeze({});

// Private, so that a logged or serialized decision does not contain its request.
class NotAdmitted {
  readonly headers: ResponseHeaders;
  #madeFor: MadeFor | undefined = undefined;

  constructor(headers: ResponseHeaders = NO_HEADERS) {
    this.headers = headers;
  }

  static bind(decision: NotAdmitted, madeFor: MadeFor): void {
    decision.#madeFor = madeFor;
  }

  static madeFor(decision: object): MadeFor | undefined {
    return #madeFor in decision ? decision.#madeFor : undefined;
  }
}

class RefuseDecision extends NotAdmitted implements Refuse {
  readonly outcome = "refuse";
  readonly status: number;
  readonly code: RefusalCode;
  declare readonly expected?: string;
  declare readonly actual?: string;
  declare readonly hint?: string;
  declare readonly needs?: readonly string[];
  declare readonly policy?: PolicyPlace;
  declare readonly connection?: ConnectionFacts;
  declare readonly limit?: LimitFinding;
  declare readonly message?: string;

  constructor(status: number, code: RefusalCode, headers?: ResponseHeaders) {
    super(headers);
    this.status = status;
    this.code = code;
  }
}

class UnavailableDecision extends NotAdmitted implements Unavailable {
  readonly outcome = "unavailable";
  readonly status = 503;
  readonly code: RefusalCode;
  readonly retryAfter: number;
  declare readonly actual?: string;
  declare readonly policy?: PolicyPlace;
  declare readonly connection?: ConnectionFacts;

  constructor(code: RefusalCode, retryAfter: number) {
    super();
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** What the answers to a token policy's refusals depend on. */
export interface PolicyAnswer {
  readonly place: PolicyPlace;
  readonly failedStatus: number | undefined;
  readonly failedMessage: string | undefined;
}

/**
 * Makes the refusal by a token policy: 401 for every reason, as API Management answers `validate-jwt`, unless the policy or
 * the options name another status.
 */
export function refuseByPolicy(
  { place, failedStatus = 401, failedMessage }: PolicyAnswer,
  { code, expected, actual, needs, hint }: Finding & Partial<Missing>,
): Refuse {
  const decision: Writable<Refuse> = new RefuseDecision(failedStatus, code);
  if (expected !== undefined) decision.expected = expected;
  if (actual !== undefined) decision.actual = actual;
  if (hint !== undefined) decision.hint = hint;
  if (needs !== undefined) decision.needs = needs;
  if (failedMessage !== undefined) decision.message = failedMessage;
  decision.policy = place;
  return decision;
}

/** Makes the refusal by a policy about the connection, which may have its own status and text. */
export function refuseByConnection(
  place: PolicyPlace,
  {
    code,
    expected,
    actual,
    status,
    message,
  }: Finding & { readonly status?: number; readonly message?: string },
): Refuse | Unavailable {
  if (REFUSALS[code].status === 503) {
    return unavailable({
      code,
      retryAfter: RETRY_AFTER,
      policy: place,
      ...(actual !== undefined && { actual }),
    });
  }
  const decision: Writable<Refuse> = new RefuseDecision(status ?? REFUSALS[code].status, code);
  if (expected !== undefined) decision.expected = expected;
  if (actual !== undefined) decision.actual = actual;
  if (message !== undefined) decision.message = message;
  decision.policy = place;
  return decision;
}

/** Seconds after which a caller may retry when a function of the application has failed. */
const RETRY_AFTER = 5;

/** Adds what connection policies found out. */
export function withFacts<D extends Refuse | Unavailable>(
  decision: D,
  facts: ConnectionFacts | undefined,
): D {
  if (facts !== undefined) (decision as Writable<Refuse | Unavailable>).connection = facts;
  return decision;
}

/** Makes the refusal by a limit without room. */
export function refuseByLimit({
  code,
  message,
  headers,
  limit,
}: Pick<Refuse, "code" | "headers"> & Required<Pick<Refuse, "message" | "limit">>): Refuse {
  const decision: Writable<Refuse> = new RefuseDecision(REFUSALS[code].status, code, headers);
  decision.message = message;
  decision.limit = limit;
  return decision;
}

/** Makes the refusal by a policy that the application has written. */
export function refuseByApplication(
  place: PolicyPlace,
  { status, message, headers }: Required<Pick<Refuse, "status" | "message" | "headers">>,
): Refuse {
  const decision: Writable<Refuse> = new RefuseDecision(status, "policy_refused", headers);
  decision.message = message;
  decision.policy = place;
  return decision;
}

/** Makes the refusal for a finding. */
export function refuse(
  { failedStatus }: Pick<DecisionSettings, "failedStatus">,
  { code, expected, actual, needs, hint }: Finding & Partial<Missing>,
): Refuse {
  const { status, about } = REFUSALS[code];
  const decision: Writable<Refuse> = new RefuseDecision(
    about === "token" ? (failedStatus ?? status) : status,
    code,
  );
  if (expected !== undefined) decision.expected = expected;
  if (actual !== undefined) decision.actual = actual;
  if (hint !== undefined) decision.hint = hint;
  if (needs !== undefined) decision.needs = needs;
  return decision;
}

/** Makes the decision for a failed lookup. */
export function unavailable({
  code,
  retryAfter,
  actual,
  policy,
}: Pick<Unavailable, "code" | "retryAfter" | "actual" | "policy">): Unavailable {
  const decision: Writable<Unavailable> = new UnavailableDecision(code, retryAfter);
  if (actual !== undefined) decision.actual = actual;
  if (policy !== undefined) decision.policy = policy;
  return decision;
}

/** Attaches rule and request to a decision, as a private member. */
export function bind(decision: Refuse | Unavailable, requirement: CompiledRule, view: RequestView): void {
  NotAdmitted.bind(decision as RefuseDecision | UnavailableDecision, { requirement, view });
}

/** Returns the rule and request attached to a decision; undefined for an object that is not a decision of ours. */
export function madeFor(decision: Refuse | Unavailable): MadeFor | undefined {
  return NotAdmitted.madeFor(decision);
}
