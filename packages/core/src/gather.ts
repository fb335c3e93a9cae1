import type { Credentials, Presented } from "./credentials.js";
import {
  ABSENT,
  bad,
  type Absent,
  type Awaitable,
  type Bad,
  type Evidence,
  type KeyEvidence,
  type TokenEvidence,
} from "./evidence.js";
import type { Requirement } from "./rule.js";

/** How evidence is found; the token and the key side do not know each other. */
export interface Gatherers {
  token(text: string, now: number): Awaitable<TokenEvidence>;
  key(text: string, now: number): Awaitable<KeyEvidence>;
}

/** The credentials of one request with what has been found out about them; shared by all guards of the request. */
export interface Dossier {
  readonly credentials: Credentials;
  token?: Awaitable<TokenEvidence>;
  key?: Awaitable<KeyEvidence>;
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
  const token = accepts.token ? tokenEvidence(dossier, from, now) : ABSENT;
  // A key is not looked up for a request that its token already loses.
  if (!(token instanceof Promise) && token.kind === "bad") return { token, key: ABSENT };
  const key = accepts.key ? keyEvidence(dossier, from, now) : ABSENT;
  if (!(token instanceof Promise) && !(key instanceof Promise)) return { token, key };
  return Promise.all([token, key]).then(([token, key]) => ({ token, key }));
}

function tokenEvidence(dossier: Dossier, from: Gatherers, now: number): Awaitable<TokenEvidence> {
  if (dossier.token !== undefined) return dossier.token;
  const found = examine<TokenEvidence>(dossier.credentials.token, (text) => from.token(text, now));
  dossier.token = found;
  // The next guard of the request need not wait again. A rejection is a bug, and reaches the one who waits.
  if (found instanceof Promise) found.then((evidence) => (dossier.token = evidence)).catch(() => undefined);
  return found;
}

function keyEvidence(dossier: Dossier, from: Gatherers, now: number): Awaitable<KeyEvidence> {
  if (dossier.key !== undefined) return dossier.key;
  const found = examine<KeyEvidence>(dossier.credentials.key, (text) => from.key(text, now));
  dossier.key = found;
  if (found instanceof Promise) found.then((evidence) => (dossier.key = evidence)).catch(() => undefined);
  return found;
}

function examine<E>(presented: Presented, find: (text: string) => Awaitable<E>): Awaitable<E | Absent | Bad> {
  if (presented.kind === "present") return find(presented.value);
  return presented.kind === "absent" ? ABSENT : bad({ code: presented.code });
}
