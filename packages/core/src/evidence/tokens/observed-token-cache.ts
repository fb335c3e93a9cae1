import { TokenCache, type KnownToken } from "./token-cache.js";

/** A cache of tokens that reports its look-ups. A class apart: the cache of an instance without telemetry has no branch for it. */
export class ObservedTokenCache extends TokenCache {
  readonly #onLookup: (found: boolean) => void;

  constructor(max: number, maxBytes: number, onLookup: (found: boolean) => void) {
    super(max, maxBytes);
    this.#onLookup = onLookup;
  }

  override get(text: string, tag?: string): KnownToken | undefined {
    const known = super.get(text, tag);
    this.#onLookup(known !== undefined);
    return known;
  }
}
