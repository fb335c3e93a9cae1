import {
  type CredentialSources,
  type Credentials,
  type Presented,
  ABSENT,
  type Absent,
} from "../request/credentials.js";
import {
  bad,
  type Bad,
  type ClientEvidence,
  type Evidence,
  type KeyEvidence,
  type TokenEvidence,
} from "./evidence.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";

/** How evidence is found; the sides do not know each other. */
export interface Gatherers {
  token(text: string, now: number, view: RequestView): Awaitable<TokenEvidence>;
  key(text: string, now: number): Awaitable<KeyEvidence>;
  /** Only where a registry of client applications is configured. */
  readonly client?: (id: string) => Awaitable<ClientEvidence>;
}

/** The credentials of one request with what has been found out about them; shared by all guards of the request. */
export class RequestEvidence {
  readonly view: RequestView;
  readonly credentials: Credentials;
  /** Where the key was looked for: another API may have other names. */
  readonly keyNames: CredentialSources["key"];
  // All fields from the start: every request has a collected, and they all have one shape.
  token: Awaitable<TokenEvidence> | undefined;
  key: Awaitable<KeyEvidence> | undefined;
  client: Awaitable<ClientEvidence> | undefined;

  /** `earlier` is what was found out about the same token where keys are sent otherwise. */
  constructor(
    view: RequestView,
    credentials: Credentials,
    keyNames: CredentialSources["key"],
    earlier?: RequestEvidence,
  ) {
    this.view = view;
    this.credentials = credentials;
    this.keyNames = keyNames;
    this.token = earlier?.token;
    this.key = undefined;
    this.client = earlier?.client;
  }
}

/**
 * Finds out what a rule needs to know about the presented credentials. The only step that may wait; it answers at
 * once when it can. Each credential is examined at most once per request.
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

// What was found is kept, and a promise is replaced by its value, so that the next guard need not wait again. A
// rejection is a bug, and reaches the one who waits.
function keep<N extends "token" | "key" | "client">(
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
    const id = found.token.clientId; // a token that names no client belongs to no registered one
    return id === undefined ? { kind: "unknown" } : (collected.client ?? keep(collected, "client", find(id)));
  });
}

const unusable = (presented: Exclude<Presented, { kind: "present" }>): Absent | Bad =>
  presented.kind === "absent" ? ABSENT : bad({ code: presented.code });
