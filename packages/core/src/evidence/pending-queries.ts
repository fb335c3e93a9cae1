import { NoAnswerError } from "../lib/error-kind.js";
import { withTimeout } from "../lib/with-timeout.js";

/** How questions are bounded. */
export interface UnansweredQuestionsSettings {
  /** Who is asked, as the subject of a message. */
  readonly asked: string;
  /** Milliseconds for which an answer is waited for. */
  readonly timeout: number;
  /** Questions without an answer at most. Default 10000. */
  readonly most?: number;
}

/**
 * The questions to one store or registry that have no answer yet. Bounds the time each is waited for, and their number:
 * one that is given up may still hold memory, as long as its promise does not settle. When there are too many, the next
 * fail at once, but for one at a time, by which it is noticed that answers come again.
 */
export class UnansweredQuestions {
  readonly #timeout: number;
  readonly #most: number;
  readonly #late: string;
  readonly #full: string;
  #waiting = 0;
  #givenUp = { count: 0 };

  constructor({ asked, timeout, most = 10_000 }: UnansweredQuestionsSettings) {
    this.#timeout = timeout;
    this.#most = most;
    this.#late = `${asked} did not answer within ${timeout / 1000} seconds`;
    this.#full = `${asked} has ${most} questions to answer`;
  }

  get size(): number {
    return this.#waiting + this.#givenUp.count;
  }

  /** To be called before a question is put: throws when it would be one too many. */
  makeRoom(): void {
    if (this.size >= this.#most && this.#waiting > 0) throw new NoAnswerError(this.#full);
  }

  /** The answer, or a rejection when it takes too long. What comes later has no effect. */
  async answerTo<T>(question: PromiseLike<T>): Promise<T> {
    const asked = Promise.resolve(question); // `then` of a query builder starts the query: it is called once
    const givenUp = this.#givenUp;
    let state: "waiting" | "given up" | "settled" = "waiting";
    const settle = () => {
      if (state === "given up") givenUp.count -= 1;
      state = "settled";
    };
    asked.then(settle, settle);
    this.#waiting += 1;
    try {
      const answer = await withTimeout(asked, this.#timeout, this.#late);
      if (this.#givenUp.count > 0) this.#givenUp = { count: 0 }; // it answers again: the old ones are lost
      return answer;
    } finally {
      this.#waiting -= 1;
      if (state === "waiting") {
        state = "given up";
        givenUp.count += 1;
      }
    }
  }
}
