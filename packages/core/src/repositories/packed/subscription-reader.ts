import {
  OWNER_STATES,
  SUBSCRIPTION_STATES,
  type Subscription,
  type SubscriptionState,
} from "../../evidence/subscriptions/subscription.js";
import type { Writable } from "../../lib/writable.js";
import type { StoredKey, StoredSubscription } from "../stored-subscription.js";
import { DIGEST_BYTES } from "./digest-words.js";
import type { FewTexts } from "./few-texts.js";
import { addToHash, finishHash } from "./hash-text.js";
import type { RecordPlace } from "./record-heap.js";
import {
  COUNT_SHIFT,
  ELLIPSIS,
  ELLIPSIS_CODE,
  FLAGS,
  KEY_FLAGS,
  NEXT_LINE,
  NEXT_LINE_CODE,
  OWNER_STATE_BITS,
  OWNER_STATE_SHIFT,
  STATE_BITS,
} from "./record-layout.js";

/** Reads the record of one subscription from its beginning to its end: see `record-layout.ts`. */
export class SubscriptionReader {
  readonly #few: FewTexts;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #flags: number;
  readonly #idLength: number;
  /** One more than the length of the owner's id; 0 without an owner. */
  readonly #ownerLength: number;
  readonly #scopeNumber: number;
  readonly #textStart: number;
  readonly #textSize: number;
  /** The byte of the next number. */
  #at: number;
  #version = 0;
  #comment: string | undefined;
  /** All texts, when they have been read at once. */
  #texts: string | undefined;
  /** The character at which the next text begins. */
  #textAt: number;

  constructor({ bytes, words, at }: RecordPlace, few: FewTexts) {
    this.#few = few;
    this.#bytes = bytes;
    this.#start = at;
    this.#flags = words[at / 4]!;
    this.#at = at + 4 + this.digestCount * DIGEST_BYTES;
    this.#textSize = this.#whole();
    this.#idLength = this.#whole();
    this.#ownerLength = this.#whole();
    this.#scopeNumber = this.#whole();
    this.#textStart = this.#at;
    this.#at += this.#textSize;
    this.#textAt = this.#idLength + Math.max(this.#ownerLength - 1, 0);
  }

  get digestCount(): number {
    return this.#flags >>> COUNT_SHIFT;
  }

  get state(): SubscriptionState {
    return SUBSCRIPTION_STATES[this.#flags & STATE_BITS]!;
  }

  get id(): string {
    return this.#decode(0, this.#idLength);
  }

  /** The hash of the id, as `hashOfText` computes it. */
  idHash(seed: number): number {
    const width = this.#flags & FLAGS.wide ? 2 : 1;
    const bytes = this.#bytes;
    let hash = seed;
    for (let i = 0; i < this.#idLength; i++) {
      const at = this.#textStart + i * width;
      const code = width === 1 ? bytes[at]! : bytes[at]! | (bytes[at + 1]! << 8);
      hash = addToHash(hash, code === ELLIPSIS_CODE ? NEXT_LINE_CODE : code);
    }
    return finishHash(hash);
  }

  /** Whether the subscription belongs to this owner. Reads no text further than it must: lists ask it of every row. */
  isOf(ownerId: string): boolean {
    const length = this.#ownerLength - 1;
    if (length !== ownerId.length) return false;
    if (this.#flags & (FLAGS.wide | FLAGS.ellipsis))
      return this.#decode(this.#idLength, this.#idLength + length) === ownerId;
    const from = this.#textStart + this.#idLength;
    for (let i = 0; i < length; i++) if (this.#bytes[from + i] !== ownerId.charCodeAt(i)) return false;
    return true;
  }

  /** Whether the subscription has this scope. Call it once, and before all texts are read. */
  hasScope(scope: string): boolean {
    return this.#scope() === scope;
  }

  /** The subscription, as it was stored. */
  stored(): StoredSubscription {
    const found = this.#members() as Writable<StoredSubscription>;
    if (this.#comment !== undefined) found.stateComment = this.#comment;
    found.keys = this.#keys();
    found.version = this.#version;
    return found;
  }

  /** The same as `asEvidence` for the key whose digest is the one with this number, without those that are texts. */
  evidence(nth: number): Subscription {
    const found: Writable<Subscription> = this.#members();
    const endsAt = this.#endOf(nth);
    if (endsAt !== undefined) found.keyEndsAt = endsAt;
    return Object.freeze(found);
  }

  /**
   * What `stored` and `evidence` have in common, in the order of a subscription file. Reads the version and the comment as
   * well. Set member by member: spreading takes four times as long.
   */
  #members(): Writable<Omit<StoredSubscription, "keys" | "version">> {
    const flags = this.#flags;
    const texts = this.#decode(0, flags & FLAGS.wide ? this.#textSize / 2 : this.#textSize);
    this.#texts = texts;
    const ownerEnd = this.#textAt;
    const scope = this.#scope();
    this.#version = this.#number(FLAGS.doubleVersion);
    const createdDate = this.#number(FLAGS.doubleCreated);
    const startDate = flags & FLAGS.startDate ? this.#double() : undefined;
    const endDate = flags & FLAGS.endDate ? this.#double() : undefined;
    const displayName = flags & FLAGS.displayName ? this.#next() : undefined;
    if (flags & FLAGS.stateComment) this.#comment = this.#next();
    const ownerState = (flags >>> OWNER_STATE_SHIFT) & OWNER_STATE_BITS;
    const found = { id: texts.slice(0, this.#idLength), scope, state: this.state } as Writable<
      Omit<StoredSubscription, "keys" | "version">
    >;
    if (displayName !== undefined) found.displayName = displayName;
    if (this.#ownerLength > 0) found.ownerId = texts.slice(this.#idLength, ownerEnd);
    found.createdDate = createdDate;
    if (ownerState > 0) found.ownerState = OWNER_STATES[ownerState - 1]!;
    if (startDate !== undefined) found.startDate = startDate;
    if (endDate !== undefined) found.endDate = endDate;
    return found;
  }

  #keys(): readonly StoredKey[] {
    const keys: StoredKey[] = [];
    let digestAt = this.#start + 4;
    for (let left = this.#keyCount(); left > 0; left--) {
      const flags = this.#whole();
      const isText = (flags & KEY_FLAGS.digestIsText) !== 0;
      const digest = isText
        ? this.#next()
        : this.#bytes.toString("base64url", digestAt, digestAt + DIGEST_BYTES);
      if (!isText) digestAt += DIGEST_BYTES;
      const key: Writable<StoredKey> = { slot: slotOf(flags), digest, hint: this.#next() };
      if (flags & KEY_FLAGS.endsAt) key.endsAt = this.#double();
      if (flags & KEY_FLAGS.pepper) key.pepper = this.#numbered();
      keys.push(key);
    }
    return keys;
  }

  #endOf(nth: number): number | undefined {
    const keys = this.#keyCount();
    for (let i = 0, digests = 0; i < keys; i++) {
      const flags = this.#whole();
      if (flags & KEY_FLAGS.digestIsText) this.#next();
      else digests += 1;
      this.#next();
      const endsAt = flags & KEY_FLAGS.endsAt ? this.#double() : undefined;
      if (flags & KEY_FLAGS.pepper) this.#numbered();
      if (digests > nth) return endsAt;
    }
    return undefined;
  }

  #keyCount(): number {
    return this.#flags & FLAGS.textDigests ? this.#whole() : this.digestCount;
  }

  #scope(): string {
    return this.#scopeNumber === 0 ? this.#next() : this.#few.textOf(this.#scopeNumber);
  }

  #numbered(): string {
    const number = this.#whole();
    return number === 0 ? this.#next() : this.#few.textOf(number);
  }

  #next(): string {
    const from = this.#textAt;
    this.#textAt += this.#whole();
    return this.#texts === undefined
      ? this.#decode(from, this.#textAt)
      : this.#texts.slice(from, this.#textAt);
  }

  #whole(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  #number(doubleFlag: number): number {
    return this.#flags & doubleFlag ? this.#double() : this.#whole();
  }

  #double(): number {
    const at = this.#at;
    this.#at += 8;
    return this.#bytes.readDoubleLE(at);
  }

  /** The texts from one character to another. */
  #decode(from: number, to: number): string {
    const start = this.#textStart;
    if (this.#flags & FLAGS.wide) return this.#bytes.toString("utf16le", start + from * 2, start + to * 2);
    const text = this.#bytes.toString("latin1", start + from, start + to);
    return this.#flags & FLAGS.ellipsis ? text.replaceAll(NEXT_LINE, ELLIPSIS) : text;
  }
}

const slotOf = (flags: number): StoredKey["slot"] => (flags & KEY_FLAGS.secondary ? "secondary" : "primary");
