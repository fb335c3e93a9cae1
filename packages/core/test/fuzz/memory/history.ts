/** What something was like, from when to when; the last one holds now. */
export class History<T> {
  readonly #states: { readonly state: T; readonly since: number }[];

  constructor(first: T, since: number) {
    this.#states = [{ state: first, since }];
  }

  get now(): T {
    return this.#states.at(-1)!.state;
  }

  become(state: T, at: number): void {
    this.#states.push({ state, since: at });
  }

  /** Every state that held at some moment from then on, each once, the newest first. */
  sinceThen(from: number): readonly T[] {
    const held = this.#states.filter((_, i) => (this.#states[i + 1]?.since ?? Infinity) >= from);
    return [...new Map(held.map(({ state }) => [JSON.stringify(state), state])).values()].reverse();
  }

  /** What went before can no longer be the case: whoever remembers was told of the change. */
  forget(): void {
    this.#states.splice(0, this.#states.length - 1);
  }
}
