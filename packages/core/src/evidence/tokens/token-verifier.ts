import { retrySeconds } from "../../lib/retry-seconds.js";
import { bad, type UnavailableEvidence, type TokenEvidence, type TokenRules } from "../evidence.js";
import type { Algorithm } from "./keys/algorithms.js";
import { verifySignature } from "./keys/algorithms.js";
import type { Finding } from "../../refusals/refusals.js";
import { sanitize } from "../../lib/sanitize.js";
import { CompactJwsReader, type CompactJws } from "./jws/compact-jws.js";
import { isJwe, type Decrypter } from "./jws/decrypter.js";
import type { Metadata } from "./keys/discovery.js";
import { GenuineToken, type Voucher } from "./genuine-token.js";
import { badSignature, unknownKey } from "./key-refusals.js";
import { asProductsSee, vouchedBy } from "./vouched-token.js";
import { malformedHint } from "./malformed-hint.js";
import type { KeySource, NoKeys, Snapshot } from "./keys/key-source.js";
import { differsBySlash } from "./keys/other-issuer.js";
import { keyAmong, mayServe } from "./keys/select-key.js";
import type { SigningKey } from "./keys/signing-keys.js";
import { HINTS } from "../../refusals/hints.js";
import type { KnownToken, TokenCache } from "./token-cache.js";
import { estimateTokenBytes } from "./estimate-token-bytes.js";
import type { TrustedIssuer } from "./issuers/trusted-issuer.js";
import { andThen, type Awaitable } from "../../lib/awaitable.js";
import { own } from "../../lib/json-object.js";

/** A token that is being verified. */
interface Candidate {
  /** The token as sent, for the cache. */
  readonly text: string;
  readonly jws: CompactJws;
  readonly issuer: TrustedIssuer;
  readonly source: KeySource;
  /** Earlier issuers whose names are known from their metadata only. */
  readonly rivals: readonly KeySource[];
}

/** Number of trusted issuers that a refusal lists. */
const MAX_NAMES = 5;

const NO_RIVALS: readonly KeySource[] = Object.freeze([]);

/**
 * Verifies tokens: cache, strict parsing, cheap claim checks, key by `kid`, and the signature last, because it costs most.
 * At most one signature check with a public key per token, whatever is sent. Returns synchronously unless keys must be fetched.
 */
export class TokenVerifier {
  readonly #issuers: readonly TrustedIssuer[];
  readonly #cache: TokenCache;
  readonly #decrypter: Decrypter | undefined;
  readonly #verifySignature: typeof verifySignature;
  readonly #tag: string;
  readonly #reader = new CompactJwsReader();

  /**
   * The first issuer in this list that claims a token validates it. `tag`: distinguishes its cached tokens from those of
   * verifiers with other issuers of the same name.
   */
  constructor(
    issuers: readonly TrustedIssuer[],
    cache: TokenCache,
    decrypter?: Decrypter,
    verify: typeof verifySignature = verifySignature,
    tag = "",
  ) {
    this.#issuers = issuers;
    this.#cache = cache;
    this.#decrypter = decrypter;
    this.#verifySignature = verify;
    this.#tag = tag;
  }

  /** Verifies a token as a credential: with the audiences only that its issuer is trusted with for products. */
  verify(text: string, now: number): Awaitable<TokenEvidence> {
    return andThen(this.verifyForPolicy(text, now), asProductsSee);
  }

  /** Verifies a token with all of its audiences, which the caller must judge. */
  verifyForPolicy(text: string, now: number): Awaitable<TokenEvidence> {
    const known = this.#cache.get(text, this.#tag);
    if (known === undefined) return this.#verifyNew(text, now);
    return andThen(known.source.current(now), (snapshot) => this.#recall(known, snapshot, now));
  }

  /**
   * What `verify` returns for a token in the cache; undefined for any other, and for one whose signature must be checked
   * again. Checks no signature.
   */
  recall(text: string, now: number): Awaitable<TokenEvidence> | undefined {
    const found = this.recallForPolicy(text, now);
    return found && andThen(found, asProductsSee);
  }

  /** The same with all of its audiences, as `verifyForPolicy`. */
  recallForPolicy(text: string, now: number): Awaitable<TokenEvidence> | undefined {
    const known = this.#cache.get(text, this.#tag);
    if (known === undefined) return undefined;
    const snapshot = known.source.current(now);
    // Once the keys are there, a token in the cache is the only one that can need a check.
    if (snapshot instanceof Promise) return snapshot.then((found) => this.#recall(known, found, now));
    return this.#isStillGood(known, snapshot, now) ? GenuineToken.evidenceOf(known.token) : undefined;
  }

  /** Whether a token that another verifier has verified would be verified by the same issuer here. */
  trusts({ issuer, token }: Voucher, now: number): boolean {
    for (let i = 0; i < this.#issuers.length; i++) {
      const other = this.#issuers[i]!;
      if (other === issuer) return true;
      const owns = other.owns(token.issuer, token.tenantId, i === this.#issuers.length - 1);
      if (owns === true || (owns !== false && mayBeNamed(owns, token.issuer, now))) return false;
    }
    return false;
  }

  // A cached result is used only while everything it depended on is unchanged: the same key is still published under the
  // same names, and no earlier issuer claims the token now. Otherwise the token is verified as if it were not cached.
  #recall(known: KnownToken, found: Snapshot | NoKeys, now: number): Awaitable<TokenEvidence> {
    return this.#isStillGood(known, found, now)
      ? GenuineToken.evidenceOf(known.token)
      : this.#verifyNew(known.text, now);
  }

  #isStillGood(known: KnownToken, found: Snapshot | NoKeys, now: number): boolean {
    return (
      "keys" in found &&
      found.keys.all.has(known.key) &&
      sameNames(found.metadata, known.metadata) &&
      (known.rivals.length === 0 || !isClaimedByEarlierIssuer(known, now)) &&
      (known.by === this || this.trusts(GenuineToken.voucherOf(known.token)!, now))
    );
  }

  #verifyNew(text: string, now: number): Awaitable<TokenEvidence> {
    if (this.#decrypter === undefined || !isJwe(text)) return this.#read(text, text, now);
    return andThen(this.#decrypter.decrypt(text), (inner) => this.#readInner(inner, text, now));
  }

  #readInner(inner: string | undefined, text: string, now: number): Awaitable<TokenEvidence> {
    if (inner === undefined)
      return bad({ code: "token_encryption", expected: "a token encrypted for one of our keys" });
    return this.#read(inner, text, now);
  }

  #read(inner: string, text: string, now: number): Awaitable<TokenEvidence> {
    const jws = this.#reader.read(inner);
    if ("code" in jws) return bad(inner === text ? withHint(jws, text) : jws);
    return this.#route(text, jws, 0, NO_RIVALS, now);
  }

  #route(
    text: string,
    jws: CompactJws,
    from: number,
    rivals: readonly KeySource[],
    now: number,
  ): Awaitable<TokenEvidence> {
    const iss = own(jws.payload, "iss");
    const tenant = own(jws.payload, "tid");
    for (let i = from; i < this.#issuers.length; i++) {
      const issuer = this.#issuers[i]!;
      const owns = issuer.owns(iss, tenant, i === this.#issuers.length - 1);
      if (owns === true) {
        const checked = checkedBy(issuer.rules, this.#check(text, jws, issuer, rivals, now));
        // Entra gets what no other issuer claims, such as a token whose issuer is written with a slash more in the options.
        if (i === 0 || issuer.rules !== "entra") return checked;
        return andThen(checked, (found) => this.#hintedAtSlash(found, iss, now));
      }
      if (owns === false) continue;
      // The issuer's name is known from its metadata only. While that is unavailable, the token may belong to another issuer.
      const others = () => this.#route(text, jws, i + 1, [...rivals, owns], now);
      return withSnapshot(
        owns.current(now),
        ({ metadata }) =>
          metadata?.issuer === iss
            ? checkedBy(issuer.rules, this.#check(text, jws, issuer, rivals, now))
            : others(),
        (unknown) => goodOr(unknown, others()),
      );
    }
    const names = this.#names(now);
    const listed = names.slice(0, MAX_NAMES).map((name) => sanitize(name));
    const expected = listed.length === 0 ? "a trusted issuer" : `a trusted issuer: ${listed.join(" or ")}`;
    return this.#hintedAtSlash(bad({ code: "token_issuer", expected, actual: sanitize(iss) }), iss, now);
  }

  #names(now: number): readonly string[] {
    return this.#issuers.flatMap((issuer) => issuer.names(now));
  }

  #hintedAtSlash(found: TokenEvidence, iss: unknown, now: number): TokenEvidence {
    if (found.kind !== "bad" || typeof iss !== "string") return found;
    const isNear = this.#names(now).some((name) => differsBySlash(name, iss));
    return isNear ? bad({ ...found, hint: HINTS.issuerSlash }, found.rules) : found;
  }

  #check(
    text: string,
    jws: CompactJws,
    issuer: TrustedIssuer,
    rivals: readonly KeySource[],
    now: number,
  ): Awaitable<TokenEvidence> {
    const header = issuer.checkHeader(jws.header);
    if (header !== undefined) return bad(header);
    const source = issuer.sourceFor(jws.payload);
    if ("code" in source) return bad(source);
    const candidate = { text, jws, issuer, source, rivals };
    const found = source.current(now);
    const mayHaveMoved = found instanceof Promise; // the products may be replaced while keys are fetched
    return withSnapshot(found, (snapshot) => this.#withSnapshot(candidate, snapshot, now, mayHaveMoved));
  }

  #withSnapshot(
    candidate: Candidate,
    snapshot: Snapshot,
    now: number,
    mayHaveMoved: boolean,
  ): Awaitable<TokenEvidence> {
    const { issuer, jws } = candidate;
    const flaw = checkNames(candidate, snapshot);
    if (flaw !== undefined) return bad(flaw);
    if (mayHaveMoved && isElsewhere(candidate)) return this.#checkAgain(candidate, now);
    const kid = own(jws.header, "kid") as string | undefined; // checked by `checkHeader`
    const key = kid === undefined ? undefined : keyNamed(kid, candidate, snapshot);
    if (key !== undefined) return this.#withKeys(candidate, [key], snapshot);
    const others = issuer.keysWithoutKid(jws.header, snapshot);
    if (others.length > 0) return this.#withKeys(candidate, others, snapshot);
    if (kid === undefined) return unknownKey(issuer, jws, snapshot);
    return andThen(candidate.source.newer(snapshot, now), (newer) => {
      if (newer === undefined) return unknownKey(issuer, jws, snapshot);
      return withSnapshot(newer, (fetched) => {
        // Products and metadata may have changed during the fetch.
        const newFlaw = checkNames(candidate, fetched);
        if (newFlaw !== undefined) return this.#tryLaterIssuers(candidate, newFlaw, now);
        if (isElsewhere(candidate)) return this.#checkAgain(candidate, now);
        const published = keyNamed(kid, candidate, fetched);
        return published === undefined
          ? unknownKey(issuer, jws, fetched)
          : this.#withKeys(candidate, [published], fetched);
      });
    });
  }

  #checkAgain({ text, jws, issuer, rivals }: Candidate, now: number): Awaitable<TokenEvidence> {
    return this.#check(text, jws, issuer, rivals, now);
  }

  // When the new metadata names another issuer, the token may belong to an issuer later in the list.
  #tryLaterIssuers(
    { text, jws, issuer, source, rivals }: Candidate,
    flaw: Finding,
    now: number,
  ): Awaitable<TokenEvidence> {
    if (flaw.code !== "token_issuer" || typeof issuer.owns(own(jws.payload, "iss")) === "boolean")
      return bad(flaw);
    return this.#route(text, jws, this.#issuers.indexOf(issuer) + 1, [...rivals, source], now);
  }

  // Everything from the audience check to caching happens in one turn of the event loop: an update in between would cache a
  // token that was checked against the old audiences.
  #withKeys(candidate: Candidate, keys: readonly SigningKey[], snapshot: Snapshot): TokenEvidence {
    const { text, jws, issuer, source, rivals } = candidate;
    const wrongKey = issuer.checkKey(jws.payload, keys[0]!, snapshot);
    if (wrongKey !== undefined) return bad(wrongKey);
    const token = issuer.read(jws.payload);
    if ("code" in token) return bad(token);
    const algorithm = own(jws.header, "alg") as Algorithm; // checked by `checkHeader`
    const { input, signature } = this.#reader.signedBytes(jws);
    const key = keys.find(
      (key) =>
        mayServe(key, algorithm) && this.#verifySignature(algorithm, key.kind, key.key, input, signature),
    );
    if (key === undefined) return badSignature(keys[0]!, algorithm);
    const whole = issuer.complete(token);
    if ("code" in whole) return bad(whole);
    const genuine = vouchedBy(issuer, whole, jws.payloadText);
    if (this.#cache.isEnabled) {
      const { metadata } = snapshot;
      const size = estimateTokenBytes(text, jws, whole);
      this.#cache.set({ text, token: genuine, by: this, source, key, metadata, rivals, size }, this.#tag);
    }
    return GenuineToken.evidenceOf(genuine);
  }
}

function withHint(finding: Finding, text: string): Finding {
  const hint = malformedHint(text);
  return hint === undefined ? finding : { ...finding, hint };
}

const checkNames = ({ issuer, jws }: Candidate, snapshot: Snapshot): Finding | undefined =>
  issuer.checkIssuer(jws.payload, snapshot) ?? issuer.checkAudience(jws.payload);

/** Whether the products have changed during a fetch, so that another source has the keys for this token. */
const isElsewhere = ({ issuer, jws, source }: Candidate): boolean => issuer.sourceFor(jws.payload) !== source;

/** The key under this `kid`: the one that fits, of several. */
function keyNamed(kid: string, { issuer, jws }: Candidate, snapshot: Snapshot): SigningKey | undefined {
  const named = snapshot.keys.byKid.get(kid);
  if (named === undefined || named.length === 1) return named?.[0];
  return keyAmong(named, jws.header, (key) => issuer.checkKey(jws.payload, key, snapshot) === undefined);
}

/** Whether two documents name the same issuer and cloud. */
const sameNames = (now: Metadata | undefined, then: Metadata | undefined): boolean =>
  now === then || (now?.issuer === then?.issuer && now?.cloud === then?.cloud);

/** Whether an earlier issuer now has the token's issuer name, or its metadata must be awaited. */
const isClaimedByEarlierIssuer = ({ token, rivals }: KnownToken, now: number): boolean =>
  rivals.some((rival) => mayBeNamed(rival, token.issuer, now));

function mayBeNamed(source: KeySource, issuer: string, now: number): boolean {
  const found = source.current(now);
  return found instanceof Promise || ("keys" in found && found.metadata?.issuer === issuer);
}

/** Adds the issuer rules to evidence against a token, unless it names them already. */
function checkedBy(rules: TokenRules, evidence: Awaitable<TokenEvidence>): Awaitable<TokenEvidence> {
  return andThen(evidence, (found) => {
    if (found.kind === "bad") return found.rules === undefined ? bad(found, rules) : found;
    return found.kind === "unavailable" ? { rules, ...found } : found;
  });
}

function withSnapshot(
  keys: Awaitable<Snapshot | NoKeys>,
  next: (snapshot: Snapshot) => Awaitable<TokenEvidence>,
  otherwise: (unknown: UnavailableEvidence) => Awaitable<TokenEvidence> = (unknown) => unknown,
): Awaitable<TokenEvidence> {
  return andThen(keys, (known) => ("keys" in known ? next(known) : otherwise(keysUnavailable(known))));
}

const keysUnavailable = ({ retryIn, failure }: NoKeys): UnavailableEvidence => ({
  kind: "unavailable",
  code: "signing_keys_unavailable",
  retryAfter: retrySeconds(retryIn),
  actual: failure.failure,
});

// An issuer's outage affects its own tokens only. A token that no other issuer accepts may be one of them.
function goodOr(unknown: UnavailableEvidence, others: Awaitable<TokenEvidence>): Awaitable<TokenEvidence> {
  return andThen(others, (found) => (found.kind === "good" ? found : unknown));
}
