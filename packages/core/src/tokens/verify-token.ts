import { bad, type Awaitable, type CouldNotTell, type TokenEvidence, type TokenRules } from "../evidence.js";
import type { Algorithm } from "./algorithms.js";
import { verifySignature } from "./algorithms.js";
import { shown } from "../shown.js";
import { CompactJwsReader, own, type CompactJws } from "./compact-jws.js";
import { isJwe, type Decrypter } from "./decrypter.js";
import { GenuineToken } from "./genuine-token.js";
import type { KeySource, NoKeys, Snapshot } from "./key-source.js";
import type { SigningKey } from "./signing-keys.js";
import type { KnownToken, TokenCache } from "./token-cache.js";
import type { TrustedIssuer } from "./trusted-issuer.js";

/** A token on its way through the checks. */
interface Candidate {
  /** As sent: what the cache knows it by. */
  readonly text: string;
  readonly jws: CompactJws;
  readonly issuer: TrustedIssuer;
  readonly source: KeySource;
}

/**
 * Finds out whether a token is genuine: cache, strict reading, cheap claim checks, key by `kid`, and the signature
 * last, because it costs most. Answers at once unless keys must be fetched first.
 */
export class TokenVerifier {
  readonly #issuers: readonly TrustedIssuer[];
  readonly #cache: TokenCache;
  readonly #decrypter: Decrypter | undefined;
  readonly #reader = new CompactJwsReader();

  /** The issuers are asked in this order whether a token is theirs. */
  constructor(issuers: readonly TrustedIssuer[], cache: TokenCache, decrypter?: Decrypter) {
    this.#issuers = issuers;
    this.#cache = cache;
    this.#decrypter = decrypter;
  }

  verify(text: string, now: number): Awaitable<TokenEvidence> {
    const known = this.#cache.get(text);
    if (known === undefined) return this.#verifyNew(text, now);
    const evidence = whenKnown(known.source.current(now), (snapshot) => this.#recall(known, snapshot, now));
    return by(known.token.profile === "openid" ? "openid" : "entra", evidence);
  }

  // A token stays known only while the very key that verified it is published.
  #recall(known: KnownToken, snapshot: Snapshot, now: number): Awaitable<TokenEvidence> {
    if (!snapshot.keys.all.has(known.key)) return this.#verifyNew(known.text, now);
    return { kind: "good", token: known.token };
  }

  #verifyNew(text: string, now: number): Awaitable<TokenEvidence> {
    if (this.#decrypter === undefined || !isJwe(text)) return this.#read(text, text, now);
    return this.#decrypter.decrypt(text).then((inner) => {
      if (inner === undefined)
        return bad({ code: "token_encryption", expected: "a token encrypted for one of our keys" });
      return this.#read(inner, text, now);
    });
  }

  #read(inner: string, text: string, now: number): Awaitable<TokenEvidence> {
    const jws = this.#reader.read(inner);
    if ("code" in jws) return bad(jws);
    return this.#route(text, jws, 0, now);
  }

  #route(text: string, jws: CompactJws, from: number, now: number): Awaitable<TokenEvidence> {
    const iss = own(jws.payload, "iss");
    for (let i = from; i < this.#issuers.length; i++) {
      const issuer = this.#issuers[i]!;
      const owns = issuer.owns(iss);
      if (owns === true) return by(issuer.rules, this.#check(text, jws, issuer, now));
      if (owns === false) continue;
      // Only the issuer's metadata knows what it is called. While that cannot be had, the token may be another's.
      return whenKnown(
        owns.current(now),
        ({ metadata }) =>
          metadata?.issuer === iss
            ? by(issuer.rules, this.#check(text, jws, issuer, now))
            : this.#route(text, jws, i + 1, now),
        (unknown) => goodOr(unknown, this.#route(text, jws, i + 1, now)),
      );
    }
    return bad({ code: "token_issuer", expected: "a trusted issuer", actual: shown(iss) });
  }

  #check(text: string, jws: CompactJws, issuer: TrustedIssuer, now: number): Awaitable<TokenEvidence> {
    const header = issuer.checkHeader(jws.header);
    if (header !== undefined) return bad(header);
    const source = issuer.sourceFor(jws.payload);
    if ("code" in source) return bad(source);
    const candidate = { text, jws, issuer, source };
    return whenKnown(source.current(now), (snapshot) => this.#withSnapshot(candidate, snapshot, now));
  }

  #withSnapshot(candidate: Candidate, snapshot: Snapshot, now: number): Awaitable<TokenEvidence> {
    const { issuer, jws } = candidate;
    const flaw = issuer.checkIssuer(jws.payload, snapshot) ?? issuer.checkAudience(jws.payload);
    if (flaw !== undefined) return bad(flaw);
    const kid = own(jws.header, "kid") as string | undefined; // checkHeader saw to it
    const key = kid === undefined ? undefined : snapshot.keys.byKid.get(kid);
    if (key !== undefined) return this.#withKeys(candidate, [key], snapshot);
    const others = issuer.keysWithoutKid(jws.header, snapshot);
    if (others.length > 0) return this.#withKeys(candidate, others, snapshot);
    const unknown = bad({
      code: "token_unknown_key",
      expected: "a kid the issuer publishes",
      actual: shown(kid),
    });
    if (kid === undefined) return unknown;
    return whenNewer(candidate.source.newer(snapshot, now), unknown, (fetched) => {
      const published = fetched.keys.byKid.get(kid);
      return published === undefined ? unknown : this.#withKeys(candidate, [published], fetched);
    });
  }

  #withKeys(candidate: Candidate, keys: readonly SigningKey[], snapshot: Snapshot): TokenEvidence {
    const { text, jws, issuer, source } = candidate;
    const wrongKey = issuer.checkKey(jws.payload, keys[0]!, snapshot);
    if (wrongKey !== undefined) return bad(wrongKey);
    const token = issuer.read(jws.payload);
    if ("code" in token) return bad(token);
    const algorithm = own(jws.header, "alg") as Algorithm; // checkHeader saw to it
    const fits = ({ algorithm: only }: SigningKey) => only === undefined || only === algorithm;
    const { input, signature } = this.#reader.signedBytes(jws);
    const key = keys.find(
      (key) => fits(key) && verifySignature(algorithm, key.kind, key.key, input, signature),
    );
    if (key === undefined)
      return bad({ code: "token_signature", expected: `a signature by key ${shown(keys[0]?.kid)}` });
    const genuine = new GenuineToken(issuer.complete(token), jws.payloadText);
    this.#cache.set({ text, token: genuine, source, key });
    return { kind: "good", token: genuine };
  }
}

/** The same evidence; when it is against the token, with whose rules it was checked by. */
function by(rules: TokenRules, evidence: Awaitable<TokenEvidence>): Awaitable<TokenEvidence> {
  if (evidence instanceof Promise) return evidence.then((found) => by(rules, found));
  if (evidence.kind === "bad") return bad(evidence, rules);
  return evidence.kind === "unavailable" ? { ...evidence, rules } : evidence;
}

function whenNewer(
  keys: Awaitable<Snapshot | NoKeys | undefined>,
  unknown: TokenEvidence,
  then: (snapshot: Snapshot) => Awaitable<TokenEvidence>,
): Awaitable<TokenEvidence> {
  if (keys instanceof Promise) return keys.then((known) => whenNewer(known, unknown, then));
  return keys === undefined ? unknown : whenKnown(keys, then);
}

function whenKnown(
  keys: Awaitable<Snapshot | NoKeys>,
  then: (snapshot: Snapshot) => Awaitable<TokenEvidence>,
  otherwise: (unknown: CouldNotTell) => Awaitable<TokenEvidence> = (unknown) => unknown,
): Awaitable<TokenEvidence> {
  if (keys instanceof Promise) return keys.then((known) => whenKnown(known, then, otherwise));
  if ("keys" in keys) return then(keys);
  return otherwise({
    kind: "unavailable",
    code: "signing_keys_unavailable",
    retryAfter: Math.max(1, Math.ceil(keys.retryIn / 1000)),
    actual: keys.failure.failure,
  });
}

// One issuer's outage shuts out its own tokens only; a token that nobody else vouches for may be one of those.
function goodOr(unknown: CouldNotTell, others: Awaitable<TokenEvidence>): Awaitable<TokenEvidence> {
  if (others instanceof Promise) return others.then((found) => goodOr(unknown, found));
  return others.kind === "good" ? others : unknown;
}
