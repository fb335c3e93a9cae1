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
import type { Requirement } from "../rules/rule.js";
import type { Awaitable } from "../lib/awaitable.js";

/** How evidence is found; the sides do not know each other. */
export interface Gatherers {
  token(text: string, now: number, view: RequestView): Awaitable<TokenEvidence>;
  key(text: string, now: number): Awaitable<KeyEvidence>;
  /** Only where a registry of client applications is configured. */
  readonly client?: (id: string) => Awaitable<ClientEvidence>;
}

/** The credentials of one request with what has been found out about them; shared by all guards of the request. */
export class Dossier {
  readonly view: RequestView;
  readonly credentials: Credentials;
  /** Where the key was looked for: another API may have other names. */
  readonly keyNames: CredentialSources["key"];
  // All fields from the start: every request has a dossier, and they all have one shape.
  token: Awaitable<TokenEvidence> | undefined;
  key: Awaitable<KeyEvidence> | undefined;
  client: Awaitable<ClientEvidence> | undefined;

  /** `earlier` is what was found out about the same token where keys are sent otherwise. */
  constructor(
    view: RequestView,
    credentials: Credentials,
    keyNames: CredentialSources["key"],
    earlier?: Dossier,
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
  dossier: Dossier,
  { accepts }: Requirement,
  from: Gatherers,
  now: number,
): Awaitable<Evidence> {
  const token = accepts.token
    ? (dossier.token ?? keep(dossier, "token", examineToken(dossier, from, now)))
    : ABSENT;
  // A key is not looked up for a request that its token already loses.
  if (!(token instanceof Promise) && token.kind === "bad") return { token, key: ABSENT };
  const key = accepts.key ? (dossier.key ?? keep(dossier, "key", examineKey(dossier, from, now))) : ABSENT;
  const client = from.client === undefined ? undefined : clientOf(dossier, token, from.client);
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
  dossier: Dossier,
  side: N,
  found: NonNullable<Dossier[N]>,
): NonNullable<Dossier[N]> {
  dossier[side] = found;
  if (found instanceof Promise) {
    const settled = found as Promise<Exclude<Dossier[N], Promise<unknown> | undefined>>;
    settled.then((evidence) => (dossier[side] = evidence)).catch(() => undefined);
  }
  return found;
}

function examineToken(
  { credentials, view }: Dossier,
  from: Gatherers,
  now: number,
): Awaitable<TokenEvidence> {
  const { token } = credentials;
  return token.kind === "present" ? from.token(token.value, now, view) : unusable(token);
}

function examineKey({ credentials }: Dossier, from: Gatherers, now: number): Awaitable<KeyEvidence> {
  const { key } = credentials;
  return key.kind === "present" ? from.key(key.value, now) : unusable(key);
}

function clientOf(
  dossier: Dossier,
  token: Awaitable<TokenEvidence>,
  find: NonNullable<Gatherers["client"]>,
): Awaitable<ClientEvidence> {
  if (token instanceof Promise) return token.then((found) => clientOf(dossier, found, find));
  if (token.kind !== "good") return ABSENT;
  const id = token.token.clientId; // a token that names no client is nobody's that is registered
  return id === undefined ? { kind: "unknown" } : (dossier.client ?? keep(dossier, "client", find(id)));
}

const unusable = (presented: Exclude<Presented, { kind: "present" }>): Absent | Bad =>
  presented.kind === "absent" ? ABSENT : bad({ code: presented.code });
