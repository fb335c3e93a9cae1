import type { UserAdministration } from "./user-administration.js";

/** Milliseconds between two looks for work that another process left: less than its lease of 30 seconds. */
const LOOK_EVERY = 20_000;

/** Continues the work on users that a stopped process left: at the start, and every 20 seconds. */
export class UserUpkeep {
  readonly #users: UserAdministration;
  readonly #onProblem: (cause: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #isFailing = false;

  constructor(users: UserAdministration, onProblem: (cause: unknown) => void) {
    this.#users = users;
    this.#onProblem = onProblem;
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY).unref();
    void this.look();
  }

  /** Looks once. Never rejects: a store that fails now is asked again at the next look. */
  look(): Promise<void> {
    this.#running ??= this.#users
      .resumeAll()
      .then(
        () => void (this.#isFailing = false),
        (cause: unknown) => {
          if (!this.#isFailing) this.#onProblem(cause);
          this.#isFailing = true;
        },
      )
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#users.close();
    await this.#running;
  }
}
