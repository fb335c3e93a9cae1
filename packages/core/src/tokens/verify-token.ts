import { verify } from "node:crypto";
import { bad, type Awaitable, type TokenEvidence } from "../evidence.js";
import type { Finding } from "../refusals.js";
import type { Authority, Route } from "./authority.js";
import { readEntraClaims, shown } from "./claims.js";
import { CompactJwsReader, own, type CompactJws, type JsonObject } from "./compact-jws.js";
import { deepFreeze } from "./deep-freeze.js";
import type { KeyRing, NoKeys, Snapshot } from "./key-ring.js";
import type { SigningKey } from "./signing-keys.js";
import type { KnownToken, TokenCache } from "./token-cache.js";

/**
 * Finds out whether a token is genuine: cache, strict reading, cheap claim checks, key by `kid`, and the signature
 * last, because it costs most. Answers at once unless keys must be fetched first.
 */
export class TokenVerifier {
  readonly #authority: Authority;
  readonly #cache: TokenCache;
  readonly #knowsAudience: (audience: unknown) => boolean;
  readonly #reader = new CompactJwsReader();

  /** `knowsAudience` says whether any product at all has that `aud`; others are refused before keys are looked for. */
  constructor(authority: Authority, cache: TokenCache, knowsAudience: (audience: unknown) => boolean) {
    this.#authority = authority;
    this.#cache = cache;
    this.#knowsAudience = knowsAudience;
  }

  verify(text: string, now: number): Awaitable<TokenEvidence> {
    const known = this.#cache.get(text);
    if (known !== undefined)
      return whenKnown(known.ring.current(now), (snapshot) => this.#recall(known, snapshot, now));
    return this.#verifyNew(text, now);
  }

  // A token stays known only while the very key that verified it is published.
  #recall(known: KnownToken, snapshot: Snapshot, now: number): Awaitable<TokenEvidence> {
    if (snapshot.keys.get(known.key.kid) !== known.key) return this.#verifyNew(known.text, now);
    return { kind: "good", token: known.token };
  }

  #verifyNew(text: string, now: number): Awaitable<TokenEvidence> {
    const jws = this.#reader.read(text);
    if ("code" in jws) return bad(jws);
    const header = checkHeader(jws.header);
    if (header !== undefined) return bad(header);
    const route = this.#authority.route(jws.payload);
    if ("code" in route) return bad(route);
    return whenKnown(route.ring.current(now), (snapshot) => this.#withKeys(text, jws, route, snapshot, now));
  }

  #withKeys(
    text: string,
    jws: CompactJws,
    route: Route,
    snapshot: Snapshot,
    now: number,
  ): Awaitable<TokenEvidence> {
    const issuer = this.#authority.checkIssuer(jws.payload, snapshot);
    if (issuer !== undefined) return bad(issuer);
    const audience = own(jws.payload, "aud");
    if (!this.#knowsAudience(audience)) {
      return bad({ code: "token_audience", expected: "the audience of a product", actual: shown(audience) });
    }
    const kid = own(jws.header, "kid") as string; // checkHeader saw to it
    const key = snapshot.keys.get(kid);
    if (key !== undefined) return this.#withKey(text, jws, route, key);
    const unknown = bad({
      code: "token_unknown_key",
      expected: "a kid the issuer publishes",
      actual: shown(kid),
    });
    const newer = route.ring.newer(snapshot, now);
    if (newer === undefined) return unknown;
    return newer.then((fetched) => {
      const published = fetched?.keys.get(kid);
      return published === undefined ? unknown : this.#withKey(text, jws, route, published);
    });
  }

  #withKey(text: string, jws: CompactJws, { profile, ring }: Route, key: SigningKey): TokenEvidence {
    const wrongKey = this.#authority.checkKeyIssuer(jws.payload, key);
    if (wrongKey !== undefined) return bad(wrongKey);
    const token = readEntraClaims(jws.payload, profile);
    if ("code" in token) return bad(token);
    if (!verify("RSA-SHA256", Buffer.from(jws.signingInput, "latin1"), key.key, jws.signature)) {
      return bad({ code: "token_signature", expected: `a signature by key ${shown(key.kid)}` });
    }
    this.#cache.set({ text, token: deepFreeze(token), ring, key });
    return { kind: "good", token };
  }
}

// RS256 is pinned: Entra's keys carry no `alg`, so the header must never choose. `crit` names extensions we do not
// know (RFC 7515 §4.1.11); `nonce` marks tokens of Microsoft's own APIs, which nobody else can verify.
function checkHeader(header: JsonObject): Finding | undefined {
  const algorithm = own(header, "alg");
  if (algorithm !== "RS256")
    return { code: "token_algorithm", expected: "alg RS256", actual: shown(algorithm) };
  for (const member of ["crit", "b64", "enc", "zip"]) {
    if (Object.hasOwn(header, member))
      return { code: "token_header", expected: `no ${member} in the header` };
  }
  if (Object.hasOwn(header, "nonce"))
    return { code: "token_foreign_resource", expected: "no nonce in the header" };
  const kid = own(header, "kid");
  if (typeof kid === "string" && kid !== "" && kid.length <= 256) return undefined;
  return { code: "token_header", expected: "kid as a short string", actual: shown(kid) };
}

function whenKnown(
  keys: Awaitable<Snapshot | NoKeys>,
  then: (snapshot: Snapshot) => Awaitable<TokenEvidence>,
): Awaitable<TokenEvidence> {
  if (keys instanceof Promise) return keys.then((known) => whenKnown(known, then));
  if ("keys" in keys) return then(keys);
  return {
    kind: "unavailable",
    code: "signing_keys_unavailable",
    retryAfter: Math.max(1, Math.ceil(keys.retryIn / 1000)),
    actual: keys.failure.failure,
  };
}
