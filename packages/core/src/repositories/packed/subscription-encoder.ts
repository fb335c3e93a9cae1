import { OWNER_STATES, SUBSCRIPTION_STATES } from "../../evidence/subscriptions/subscription.js";
import type { StoredKey, StoredSubscription } from "../stored-subscription.js";
import { DIGEST_BYTES, DigestWords } from "./digest-words.js";
import type { FewTexts } from "./few-texts.js";
import {
  COUNT_SHIFT,
  ELLIPSIS,
  FLAGS,
  KEY_FLAGS,
  MOST_KEYS,
  NEXT_LINE,
  OWNER_STATE_SHIFT,
} from "./record-layout.js";
import { RecordWriter } from "./record-writer.js";

/** Encodes subscriptions as records: see `record-layout.ts`. */
export class SubscriptionEncoder {
  readonly #few: FewTexts;
  readonly #digest = new DigestWords();
  readonly #record = new RecordWriter();
  readonly #members = new RecordWriter();
  #texts: string[] = [];
  /** Which digests are texts. */
  #isText: boolean[] = [];

  constructor(few: FewTexts) {
    this.#few = few;
  }

  /** The latest record; bytes after its size have no meaning. */
  get buffer(): Buffer {
    return this.#record.buffer;
  }

  /** Whether the latest record has digests that are texts. */
  get hasTextDigests(): boolean {
    return this.#isText.includes(true);
  }

  /** Encodes a subscription into `buffer`. Returns its size. */
  encode(stored: StoredSubscription): number {
    const { id, ownerId, scope, keys } = stored;
    const scopeNumber = this.#few.numberOf(scope);
    const record = this.#record;
    record.start();
    record.word(0); // for the flags, which follow from all else
    const digests = this.#encodeDigests(keys);
    this.#texts = ownerId === undefined ? [id] : [id, ownerId];
    const flags = this.#encodeMembers(stored, scopeNumber);
    const { text, encoding, flags: textFlags } = writtenTexts(this.#texts.join(""));
    record.buffer.writeUInt32LE((flags | textFlags | (digests << COUNT_SHIFT)) >>> 0, 0);
    record.whole(encoding === "latin1" ? text.length : text.length * 2);
    record.whole(id.length);
    record.whole(ownerId === undefined ? 0 : ownerId.length + 1);
    record.whole(scopeNumber);
    record.text(text, encoding);
    record.bytes(this.#members.buffer, this.#members.size);
    return record.size;
  }

  /** Returns the number of digests that are no texts. */
  #encodeDigests(keys: readonly StoredKey[]): number {
    this.#isText = keys.map(({ digest }) => {
      if (!this.#digest.read(digest)) return true;
      this.#record.bytes(this.#digest.bytes, DIGEST_BYTES);
      return false;
    });
    if (keys.length > MOST_KEYS) throw new RangeError(`A subscription has ${MOST_KEYS} keys at most`);
    return this.#isText.filter((isText) => !isText).length;
  }

  #encodeMembers(stored: StoredSubscription, scopeNumber: number): number {
    const { scope, displayName, stateComment, createdDate, startDate, endDate, version, keys } = stored;
    const members = this.#members;
    members.start();
    if (scopeNumber === 0) this.#text(scope);
    let flags = stateBits(stored);
    flags |= members.number(version) ? 0 : FLAGS.doubleVersion;
    flags |= members.number(createdDate) ? 0 : FLAGS.doubleCreated;
    if (startDate !== undefined) {
      flags |= FLAGS.startDate;
      members.double(startDate);
    }
    if (endDate !== undefined) {
      flags |= FLAGS.endDate;
      members.double(endDate);
    }
    if (displayName !== undefined) {
      flags |= FLAGS.displayName;
      this.#text(displayName);
    }
    if (stateComment !== undefined) {
      flags |= FLAGS.stateComment;
      this.#text(stateComment);
    }
    if (this.hasTextDigests) {
      flags |= FLAGS.textDigests;
      members.whole(keys.length);
    }
    for (const [at, key] of keys.entries()) this.#encodeKey(key, this.#isText[at]!);
    return flags;
  }

  #encodeKey({ slot, digest, hint, pepper, endsAt }: StoredKey, isText: boolean): void {
    const members = this.#members;
    members.whole(
      (slot === "secondary" ? KEY_FLAGS.secondary : 0) |
        (endsAt === undefined ? 0 : KEY_FLAGS.endsAt) |
        (pepper === undefined ? 0 : KEY_FLAGS.pepper) |
        (isText ? KEY_FLAGS.digestIsText : 0),
    );
    if (isText) this.#text(digest);
    this.#text(hint);
    if (endsAt !== undefined) members.double(endsAt);
    if (pepper === undefined) return;
    const number = this.#few.numberOf(pepper);
    members.whole(number);
    if (number === 0) this.#text(pepper);
  }

  #text(text: string): void {
    this.#members.whole(text.length);
    this.#texts.push(text);
  }
}

function stateBits({ id, state, ownerState }: StoredSubscription): number {
  const [own, owner] = [
    SUBSCRIPTION_STATES.indexOf(state),
    ownerState === undefined ? 0 : OWNER_STATES.indexOf(ownerState) + 1,
  ];
  if (own === -1 || (ownerState !== undefined && owner === 0))
    throw new TypeError(`The state of the subscription ${JSON.stringify(id)} or of its owner is unknown`);
  return own | (owner << OWNER_STATE_SHIFT);
}

interface WrittenTexts {
  readonly text: string;
  readonly encoding: "latin1" | "utf16le";
  readonly flags: number;
}

// Generated hints have an ellipsis; in UTF-16 all texts of the record would take twice the room.
function writtenTexts(text: string): WrittenTexts {
  if (isLatin1(text)) return { text, encoding: "latin1", flags: 0 };
  const narrow = text.includes(NEXT_LINE) ? text : text.replaceAll(ELLIPSIS, NEXT_LINE);
  return isLatin1(narrow)
    ? { text: narrow, encoding: "latin1", flags: FLAGS.ellipsis }
    : { text, encoding: "utf16le", flags: FLAGS.wide };
}

// eslint-disable-next-line no-control-regex
const isLatin1 = (text: string): boolean => /^[\0-\u00ff]*$/.test(text);
