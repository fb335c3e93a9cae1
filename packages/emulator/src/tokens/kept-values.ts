import { randomBytes } from "node:crypto";

/** Values behind random texts: authorization codes, refresh tokens and opaque access tokens. */
export interface KeptValues<T> {
  /** Keeps a value and returns its text, which expires after that many seconds. */
  readonly issue: (value: T, seconds: number) => string;
  /** Finds the value of a text; undefined for a text that was never issued, or was forgotten. */
  readonly find: (text: string) => { readonly value: T; readonly expired: boolean } | undefined;
}

/** Keeps the last 1000 values. `now` in milliseconds. */
export function createKeptValues<T>(prefix: string, now: () => number): KeptValues<T> {
  const kept = new Map<string, { value: T; expiresAt: number }>();
  return {
    issue(value, seconds) {
      const text = `${prefix}${randomBytes(60).toString("base64url")}`;
      kept.set(text, { value, expiresAt: now() + seconds * 1000 });
      for (const oldest of kept.keys()) {
        if (kept.size <= 1000) break;
        kept.delete(oldest);
      }
      return text;
    },
    find(text) {
      const found = kept.get(text);
      return found === undefined ? undefined : { value: found.value, expired: now() >= found.expiresAt };
    },
  };
}
