import { importDecryptionKey, type DecryptionKey } from "../evidence/tokens/jws/decrypter.js";
import { opensFor } from "../evidence/tokens/jws/jwe-envelope.js";
import { DEFAULT_KEY_TIMES, type KeyTimes } from "../evidence/tokens/keys/key-ring.js";
import { ESCAPED_BREAKS, hasEscapedBreaks } from "../evidence/tokens/keys/given-keys.js";
import type { Problem } from "../lib/errors.js";
import { object, optional, seconds, shortList, waitingTime, type FormsOf, nothingLeft } from "./forms.js";
import { givenKeyForm, MOST_KEYS, neverTried, repeatedIds, UNESCAPE } from "./given-keys.js";
import { problemsIn, type Given } from "./given.js";

/** How long signing keys, and the metadata that says where they are, live. All in seconds. */
export interface SigningKeyOptions {
  /** Age at which keys and metadata are fetched again in the background. Default 3600, at most 86400. */
  readonly refreshInterval?: number;
  /**
   * Unknown `kid`s cause at most three fetches at once, and then one in this time. Default 30, at most 3600. For so long
   * forged tokens can delay a key that the issuer did not publish in advance; 0 for no bound.
   */
  readonly unknownKeyInterval?: number;
  /**
   * Keys and metadata older than this are not used even when the issuer is down. Default 86400, at most 604800 (7
   * days), and not less than `refreshInterval`.
   */
  readonly lastKnownGood?: number;
  /** Time to fetch discovery document and keys, both together, bodies included. Default 5, at most 60. */
  readonly timeout?: number;
}

/** Keys for tokens, given and fetched. */
export interface TokenKeyOptions {
  /** Keys for encrypted tokens (JWE). Default: encrypted tokens are refused. */
  readonly decryptionKeys?: readonly DecryptionKey[];
  /** How long signing keys live. */
  readonly signingKeys?: SigningKeyOptions;
}

export interface SettledTokenKeys {
  readonly decryptionKeys: readonly DecryptionKey[];
  readonly keyTimes: KeyTimes;
  /** Milliseconds for one fetch. */
  readonly fetchTimeout: number;
}

/** For so long a key that the issuer took back still works, twice as long where no request comes in between. */
const MOST_REFRESH_INTERVAL = 86_400;
/** For so long a new key may be refused. */
const MOST_UNKNOWN_KEY_INTERVAL = 3_600;
/** The longest outage worth bridging; no issuer keeps a key for much longer after taking it out of use. */
const MOST_LAST_KNOWN_GOOD = 7 * 86_400;
/** For so long a request may wait for a fetch: clients and proxies give up earlier. */
const MOST_TIMEOUT = 60;

export const tokenKeyForms: FormsOf<TokenKeyOptions> = {
  decryptionKeys: optional(shortList(givenKeyForm, "keys", MOST_KEYS)),
  signingKeys: optional(
    object<SigningKeyOptions>({
      refreshInterval: optional(seconds(MOST_REFRESH_INTERVAL)),
      unknownKeyInterval: optional(seconds(MOST_UNKNOWN_KEY_INTERVAL)),
      lastKnownGood: optional(seconds(MOST_LAST_KNOWN_GOOD)),
      timeout: optional(waitingTime(MOST_TIMEOUT)),
    }),
  ),
};

export function tokenKeyProblems(given: Given<TokenKeyOptions>): readonly Problem[] {
  return [
    ...problemsIn(given, ["decryptionKeys"], ({ decryptionKeys = [] }) => decryptionProblems(decryptionKeys)),
    ...problemsIn(given, ["signingKeys"], ({ signingKeys = {} }) => lifetimeProblems(signingKeys)),
  ];
}

function decryptionProblems(decryptionKeys: readonly DecryptionKey[]): Problem[] {
  const kinds: (string | undefined)[] = [];
  const unreadable = decryptionKeys.flatMap((given, i): Problem[] => {
    try {
      const opening = opensFor(importDecryptionKey(given));
      kinds[i] = opening.kind === "curve" ? opening.crv : opening.kind === "RSA" ? "RSA" : undefined;
      return [];
    } catch {
      const path = `decryptionKeys[${i}]`;
      if (hasEscapedBreaks(given)) return [{ path, message: ESCAPED_BREAKS, fix: UNESCAPE }];
      const fix =
        'give privateKey: "-----BEGIN PRIVATE KEY-----…", or secret: base64 of 16, 32, 48 or 64 bytes';
      return [{ path, message: "cannot be read", fix }];
    }
  });
  return [
    ...unreadable,
    ...repeatedIds(decryptionKeys, "decryptionKeys"),
    ...neverTried(decryptionKeys, kinds, "decryptionKeys"),
  ];
}

function lifetimeProblems({
  refreshInterval = DEFAULT_KEY_TIMES.refreshInterval / 1000,
  lastKnownGood = DEFAULT_KEY_TIMES.lastKnownGood / 1000,
}: SigningKeyOptions): Problem[] {
  if (lastKnownGood >= refreshInterval) return [];
  const message = "is less than refreshInterval: keys would expire before they are refreshed";
  const fix = `write at least ${refreshInterval} seconds, or a smaller refreshInterval`;
  return [{ path: "signingKeys.lastKnownGood", message, fix }];
}

export function settleTokenKeys({
  decryptionKeys = [],
  signingKeys = {},
  ...left
}: TokenKeyOptions): SettledTokenKeys {
  const { timeout = 5, refreshInterval, unknownKeyInterval, lastKnownGood, ...more } = signingKeys;
  nothingLeft(left);
  nothingLeft(more);
  return {
    decryptionKeys,
    keyTimes: Object.freeze({
      refreshInterval: inMilliseconds(refreshInterval) ?? DEFAULT_KEY_TIMES.refreshInterval,
      unknownKeyInterval: inMilliseconds(unknownKeyInterval) ?? DEFAULT_KEY_TIMES.unknownKeyInterval,
      lastKnownGood: inMilliseconds(lastKnownGood) ?? DEFAULT_KEY_TIMES.lastKnownGood,
    }),
    fetchTimeout: Math.ceil(timeout * 1000), // a timer takes whole milliseconds
  };
}

const inMilliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);
