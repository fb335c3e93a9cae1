import { LRUCache } from "lru-cache";
import { toAwaitable } from "../../lib/awaitable.js";
import { UnansweredQuestions } from "../unanswered-questions.js";
import { withTimeout } from "../../lib/with-timeout.js";
import type { Subscription, SubscriptionChange, SubscriptionStore } from "./subscription.js";

/** How a store is remembered. */
export interface CachingStoreSettings {
  /** Milliseconds for which an answer serves; also the longest a revoked key can outlive its revocation. */
  readonly ttl: number;
  /** Answers remembered at most, each for found and for unknown keys. */
  readonly max: number;
  readonly clock: () => number;
  /** Milliseconds for which an answer of the store is waited for; then the question fails. Default 3000. */
  readonly timeout?: number;
}

interface Question {
  readonly answer: Promise<Subscription | undefined>;
  readonly until: number;
}

interface Remembered {
  readonly subscription: Subscription | undefined;
  readonly until: number;
}

/**
 * Remembers what a slower store answered, for a short time and in bounded space. Callers who ask the same together
 * wait for one question. Unknown keys are remembered apart, so that a flood of them cannot push good ones out.
 * Nothing outlives its time, not even when the store is down: then the question fails, and the answer is 503. So it
 * does when the store does not answer in time; the next caller asks again, and a late answer is not remembered.
 */
export class CachingStore implements SubscriptionStore {
  readonly #store: SubscriptionStore;
  readonly #settings: CachingStoreSettings;
  readonly #found: LRUCache<string, Remembered>;
  readonly #unknown: LRUCache<string, Remembered>;
  readonly #asking = new Map<string, Question>();
  readonly #timeout: number;
  readonly #questions: UnansweredQuestions;
  readonly #stopListening: (() => void) | undefined;
  // A store that answers at once needs no memory in front of it, and is never behind.
  #answersAtOnce = false;

  constructor(store: SubscriptionStore, settings: CachingStoreSettings) {
    this.#store = store;
    this.#settings = settings;
    this.#found = new LRUCache({ max: settings.max });
    this.#unknown = new LRUCache({ max: settings.max });
    const { timeout = 3000 } = settings;
    this.#timeout = timeout;
    this.#questions = new UnansweredQuestions({ asked: "The store of subscriptions", timeout });
    this.#stopListening = store.onChange?.((change) => this.#forget(change));
  }

  get size(): number {
    return this.#found.size + this.#unknown.size;
  }

  findByKeyDigest(digest: string): Subscription | undefined | Promise<Subscription | undefined> {
    const now = this.#settings.clock();
    if (this.#answersAtOnce) return this.#ask(digest, now);
    const known = this.#found.get(digest) ?? this.#unknown.get(digest);
    if (known !== undefined && now < known.until) return known.subscription;
    const asking = this.#asking.get(digest);
    return asking !== undefined && now < asking.until ? asking.answer : this.#ask(digest, now);
  }

  async close(): Promise<void> {
    this.#stopListening?.();
    const closing = Promise.resolve(this.#store.close?.());
    await withTimeout(closing, this.#timeout, "The store of subscriptions could not be closed in time");
  }

  #ask(digest: string, now: number): Subscription | undefined | Promise<Subscription | undefined> {
    this.#questions.makeRoom();
    const found = toAwaitable<Subscription | undefined>(this.#store.findByKeyDigest(digest));
    this.#answersAtOnce = !(found instanceof Promise);
    if (!(found instanceof Promise)) return found;
    const until = now + this.#settings.ttl;
    const answer = this.#questions.answerTo(found).then((subscription) => {
      if (this.#asking.get(digest) === question) this.#remember(digest, { subscription, until });
      return subscription;
    });
    const question: Question = { answer, until };
    this.#asking.set(digest, question);
    const done = () => {
      if (this.#asking.get(digest) === question) this.#asking.delete(digest);
    };
    answer.then(done, done);
    return answer;
  }

  #remember(digest: string, answer: Remembered): void {
    const none = (answer.subscription ?? undefined) === undefined; // databases tend to answer null
    const [into, outOf] = none ? [this.#unknown, this.#found] : [this.#found, this.#unknown];
    outOf.delete(digest);
    into.set(digest, answer);
  }

  // An answer that is under way may have been read before the change: it still serves those who wait, but it is not
  // remembered.
  #forget(change: SubscriptionChange): void {
    if (change === "everything") {
      this.#found.clear();
      this.#unknown.clear();
      this.#asking.clear();
      return;
    }
    for (const digest of change.digests) {
      this.#found.delete(digest);
      this.#unknown.delete(digest);
      this.#asking.delete(digest);
    }
  }
}
