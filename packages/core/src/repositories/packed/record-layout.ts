/*
 * The content of a record:
 *
 *   one word     state, owner's state, flags, and in the upper 16 bits the number of digests
 *   digests      32 bytes each, of the keys in their order
 *   head         bytes of the texts; length of the id; one more than the length of the owner's id, 0 without; number of the scope
 *   texts        id, owner's id, then every other text in the order in which the members name its length
 *   members      the others, in the order in which `SubscriptionEncoder` writes them
 *
 * A whole number has seven bits in each byte, the lowest first; every byte but the last has the highest bit set. Other
 * numbers are doubles. The texts are Latin-1 with U+2026, the ellipsis of hints, as in Windows-1252; or else UTF-16.
 */

export const STATE_BITS = 0x7;
export const OWNER_STATE_SHIFT = 3;
export const OWNER_STATE_BITS = 0x7;
export const COUNT_SHIFT = 16;
/** Keys of one record at most. */
export const MOST_KEYS = 0xffff;

/** Which members a record has, and how they are written. */
export const FLAGS = {
  displayName: 0x40,
  stateComment: 0x80,
  startDate: 0x100,
  endDate: 0x200,
  /** The texts are UTF-16. */
  wide: 0x400,
  /** U+2026 is written as U+0085. */
  ellipsis: 0x800,
  /** The version is a double: it is no whole number. */
  doubleVersion: 0x1000,
  /** The date of creation is a double. */
  doubleCreated: 0x2000,
  /** Some digest is a text, so there are more keys than digests. */
  textDigests: 0x4000,
} as const;

/** Which members a key has. */
export const KEY_FLAGS = {
  secondary: 0x1,
  endsAt: 0x2,
  pepper: 0x4,
  /** The digest is a text: it does not encode 32 bytes. */
  digestIsText: 0x8,
} as const;

export const ELLIPSIS = "\u2026";
export const ELLIPSIS_CODE = 0x2026;
export const NEXT_LINE = "\u0085";
export const NEXT_LINE_CODE = 0x85;

/** The number of digests in the record whose content begins at this byte. */
export const digestCountAt = (words: Uint32Array, at: number): number => words[at / 4]! >>> COUNT_SHIFT;
