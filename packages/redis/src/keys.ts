/** The Redis key names under one prefix. */
export interface Keys {
  /** Document of a subscription. */
  readonly subscription: (id: string) => string;
  /** The `Subscription` for the key with this digest. */
  readonly digest: (digest: string) => string;
  /** All ids, in order. */
  readonly ids: string;
  /** Ids of the subscriptions of one owner, in order. */
  readonly idsOfOwner: (ownerId: string) => string;
  /** A counter; the key of its limit and caller is written by `plainKey`. */
  readonly counter: (plainKey: string) => string;
  /** Channel on which changes are published. */
  readonly channel: string;
}

/** Prefix of all keys, unless an option names another. */
export const DEFAULT_PREFIX = "{product-auth}:";

/** Makes the names under a prefix. Throws `RangeError` for a prefix without a hash tag, which would spread them over a cluster. */
export function keysUnder(prefix: string): Keys {
  // https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags: the first braces count.
  if (!/^[^{}]*\{[^{}]+\}/.test(prefix))
    throw new RangeError(
      `prefix must hold a hash tag, such as "{shop}:"; ${JSON.stringify(prefix)} has none`,
    );
  return {
    subscription: (id) => `${prefix}subscription:${id}`,
    digest: (digest) => `${prefix}digest:${digest}`,
    ids: `${prefix}ids`,
    idsOfOwner: (ownerId) => `${prefix}owner:${ownerId}`,
    counter: (plainKey) => `${prefix}counter:${plainKey}`,
    channel: `${prefix}changes`,
  };
}
