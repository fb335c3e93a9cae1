import {
  type CredentialSources,
  type Credentials,
  type PresentedCredential,
  ABSENT,
  type Absent,
} from "../request/credentials.js";
import {
  bad,
  type BadCredential,
  type ClientEvidence,
  type Evidence,
  type KeyEvidence,
  type TokenEvidence,
} from "./evidence.js";
import type { RequestView } from "../request/request-view.js";
import type { LimitUse } from "../policies/limits/limit-use.js";
import type { TokenPlace } from "../request/token-place.js";
import type { CompiledRule } from "../rules/rule.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";

/** The functions that examine credentials. They are independent of each other. */
export interface Gatherers {
  token(text: string, now: number, view: RequestView): Awaitable<TokenEvidence>;
  key(text: string, now: number): Awaitable<KeyEvidence>;
  /** Only where a registry of client applications is configured. */
  readonly client?: (id: string) => Awaitable<ClientEvidence>;
}

/** The evidence about the token that policies with this verifier find at this place. */
export interface PolicyToken {
  readonly place: TokenPlace;
  readonly verifier: object;
  readonly evidence: Awaitable<TokenEvidence>;
}

const NO_TOKENS: readonly PolicyToken[] = Object.freeze([]);
const NOTHING_COUNTED: readonly LimitUse[] = Object.freeze([]);

/** The credentials of one request and the evidence about them, shared by all guards of the request. */
export class RequestEvidence {
  readonly view: RequestView;
  readonly credentials: Credentials;
  /** The header and query parameter that the key was read from: another API may use others. */
  readonly keyNames: CredentialSources["key"];
  /** Where the token was read from: another rule may name another place. */
  readonly tokenPlace: TokenPlace;
  // All fields are set in the constructor, so that all instances have one hidden class.
  token: Awaitable<TokenEvidence> | undefined;
  key: Awaitable<KeyEvidence> | undefined;
  client: Awaitable<ClientEvidence> | undefined;
  /** The tokens that policies have asked for. */
  policyTokens: readonly PolicyToken[];
  /** The limits that the guards of the request have counted. */
  counted: readonly LimitUse[];
  /** Whether the throttle for bad credentials has been asked, and lets the request pass. */
  isThrottleAsked: boolean;
  /** Whether a refused credential of the request has been counted. */
  isRefusalCounted: boolean;

  /**
   * `earlier`: the evidence for an API with other key names, or for a rule with another place of the token. What was
   * found out is kept for a credential only when the same one stands at the same place again.
   */
  constructor(
    view: RequestView,
    credentials: Credentials,
    keyNames: CredentialSources["key"],
    tokenPlace: TokenPlace,
    earlier?: RequestEvidence,
  ) {
    this.view = view;
    this.credentials = credentials;
    this.keyNames = keyNames;
    this.tokenPlace = tokenPlace;
    const sameToken =
      earlier?.tokenPlace === tokenPlace && isSame(earlier.credentials.token, credentials.token);
    this.token = sameToken ? earlier.token : undefined;
    this.key = earlier?.keyNames === keyNames ? earlier.key : undefined;
    this.client = sameToken ? earlier.client : undefined;
    this.policyTokens = earlier?.policyTokens ?? NO_TOKENS;
    this.counted = earlier?.counted ?? NOTHING_COUNTED;
    this.isThrottleAsked = earlier?.isThrottleAsked ?? false;
    this.isRefusalCounted = earlier?.isRefusalCounted ?? false;
  }
}

const isSame = (one: PresentedCredential, other: PresentedCredential): boolean =>
  one.kind === "present" && other.kind === "present" && one.value === other.value;

/**
 * Collects the evidence that a rule needs about the credentials. The only step that may wait; returns synchronously when
 * it can. Each credential is examined at most once per request.
 */
export function gather(
  collected: RequestEvidence,
  { accepts }: CompiledRule,
  from: Gatherers,
  now: number,
): Awaitable<Evidence> {
  const token = accepts.token
    ? (collected.token ?? keep(collected, "token", examineToken(collected, from, now)))
    : ABSENT;
  // Skip the key lookup when the token has already failed.
  if (!(token instanceof Promise) && token.kind === "bad") return { token, key: ABSENT };
  const key = accepts.key
    ? (collected.key ?? keep(collected, "key", examineKey(collected, from, now)))
    : ABSENT;
  const client = from.client === undefined ? undefined : clientOf(collected, token, from.client);
  if (token instanceof Promise || key instanceof Promise || client instanceof Promise) {
    return Promise.all([token, key, client]).then(([token, key, client]) => evidenceOf(token, key, client));
  }
  return evidenceOf(token, key, client);
}

const evidenceOf = (token: TokenEvidence, key: KeyEvidence, client: ClientEvidence | undefined): Evidence =>
  client === undefined ? { token, key } : { token, key, client };

/**
 * Stores the evidence, and replaces a promise by its value, so that the next guard does not wait again. A rejection is a
 * bug; it reaches the guard that waits.
 */
export function keep<N extends "token" | "key" | "client">(
  collected: RequestEvidence,
  side: N,
  found: NonNullable<RequestEvidence[N]>,
): NonNullable<RequestEvidence[N]> {
  collected[side] = found;
  if (found instanceof Promise) {
    const settled = found as Promise<Exclude<RequestEvidence[N], Promise<unknown> | undefined>>;
    settled.then((evidence) => (collected[side] = evidence)).catch(() => undefined);
  }
  return found;
}

function examineToken(
  { credentials, view }: RequestEvidence,
  from: Gatherers,
  now: number,
): Awaitable<TokenEvidence> {
  const { token } = credentials;
  return token.kind === "present" ? from.token(token.value, now, view) : unusable(token);
}

function examineKey({ credentials }: RequestEvidence, from: Gatherers, now: number): Awaitable<KeyEvidence> {
  const { key } = credentials;
  return key.kind === "present" ? from.key(key.value, now) : unusable(key);
}

function clientOf(
  collected: RequestEvidence,
  token: Awaitable<TokenEvidence>,
  find: NonNullable<Gatherers["client"]>,
): Awaitable<ClientEvidence> {
  return andThen(token, (found) => {
    if (found.kind !== "good") return ABSENT;
    const id = found.token.clientId; // a token without a client cannot belong to a registered application
    return id === undefined ? { kind: "unknown" } : (collected.client ?? keep(collected, "client", find(id)));
  });
}

const unusable = (presented: Exclude<PresentedCredential, { kind: "present" }>): Absent | BadCredential =>
  presented.kind === "absent" ? ABSENT : bad(presented);
