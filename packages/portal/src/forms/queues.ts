/** Most tasks that wait in one queue. */
const LONGEST_QUEUE = 100;

/** Thrown when too many tasks wait in a queue: answered 429. */
export class QueueFullError extends Error {
  override readonly name = "QueueFullError";
}

/** Queues by name. The tasks of a queue run one at a time, in this process. */
export class Queues {
  readonly #queues = new Map<string, { length: number; last: Promise<unknown> }>();

  async run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(name) ?? { length: 0, last: Promise.resolve() };
    if (queue.length >= LONGEST_QUEUE) throw new QueueFullError(`${LONGEST_QUEUE} tasks wait already`);
    this.#queues.set(name, queue);
    queue.length += 1;
    const result = queue.last.then(task, task);
    queue.last = result;
    try {
      return await result;
    } finally {
      queue.length -= 1;
      if (queue.length === 0) this.#queues.delete(name);
    }
  }
}
