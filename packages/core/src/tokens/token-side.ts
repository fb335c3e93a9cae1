import { bad, type Awaitable, type TokenEvidence, type TokenProfile } from "../evidence.js";
import { Authority, type AuthoritySettings } from "./authority.js";
import type { KeyRingHealth, KeyTimes } from "./key-ring.js";
import { TokenCache } from "./token-cache.js";
import { TokenVerifier } from "./verify-token.js";

/** What the token side needs to know of the settings. */
export interface TokenSettings {
  readonly authority: AuthoritySettings | undefined;
  readonly products: ReadonlyMap<
    string,
    { readonly audiences: Readonly<Record<TokenProfile, readonly string[]>> }
  >;
  readonly keyTimes: KeyTimes;
  readonly fetchTimeout: number;
  readonly tokenCacheSize: number;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: () => number;
}

/** Why the keys could not be loaded. */
export interface LoadFailure {
  readonly url: string;
  readonly failure: string;
  readonly error?: string;
}

/** State of the token side, for `health()`. */
export interface TokenHealth {
  readonly issuers: readonly (KeyRingHealth & { readonly usable: boolean })[];
  readonly rememberedTokens: number;
}

/** Discovery documents and key sets are a few kilobytes; nobody needs more than this. */
const MAX_DOCUMENT_BYTES = 512 * 1024;

/** The token half of the gathering step: verifier, keys and cache of one instance. */
export class TokenSide {
  readonly #authority: Authority | undefined;
  readonly #cache: TokenCache;
  readonly #verifier: TokenVerifier | undefined;
  readonly #closing = new AbortController();

  constructor({ authority, products, keyTimes, fetchTimeout, tokenCacheSize, fetch, clock }: TokenSettings) {
    const audiences = new Set(
      [...products.values()].flatMap((product) => Object.values(product.audiences).flat()),
    );
    this.#cache = new TokenCache(tokenCacheSize);
    if (authority === undefined) return;
    const limits = {
      fetch,
      timeout: fetchTimeout,
      maxBytes: MAX_DOCUMENT_BYTES,
      signal: this.#closing.signal,
    };
    this.#authority = new Authority(authority, keyTimes, limits, clock);
    this.#verifier = new TokenVerifier(this.#authority, this.#cache, (audience) =>
      audiences.has(audience as string),
    );
  }

  verify(text: string, now: number): Awaitable<TokenEvidence> {
    return (
      this.#verifier?.verify(text, now) ??
      bad({ code: "token_tenant", expected: "no token: no tenant is configured" })
    );
  }

  /** Fetches keys that are not there yet; resolves to the first failure, if any. */
  async load(now: number): Promise<LoadFailure | undefined> {
    const rings = this.#authority?.rings ?? [];
    const states = await Promise.all(rings.map(async (ring) => ({ ring, state: await ring.current(now) })));
    const failed = states.find(({ state }) => "failure" in state);
    if (failed === undefined || !("failure" in failed.state)) return undefined;
    return { url: failed.ring.discoveryUrl, ...failed.state.failure };
  }

  health(now: number): TokenHealth {
    return {
      issuers: (this.#authority?.rings ?? []).map((ring) => ({
        ...ring.health(),
        usable: ring.isUsable(now),
      })),
      rememberedTokens: this.#cache.size,
    };
  }

  close(): void {
    this.#closing.abort();
  }
}
