import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { StoreVector } from "./store-vector.js";
import type { VectorOrder, VectorReport, VectorTask } from "./vector-task.js";

/** When a vector begins. */
const EPOCH = Date.UTC(2026, 5, 1);

/** A process that is one instance of a vector. It carries out one order after the other. */
export class VectorProcess {
  readonly #child: ChildProcess;

  constructor(program: string, task: VectorTask) {
    this.#child = fork(program, [JSON.stringify(task)], { execArgv: [] });
  }

  /** Starts the instances of a vector. `timeout`: milliseconds for one answer of the store, where not the default. */
  static startAll(
    program: string,
    vector: StoreVector,
    place: VectorTask["place"],
    timeout?: number,
  ): VectorProcess[] {
    const { instances, settings, counters, clock, clockOffsetsMs = [] } = vector;
    return Array.from(
      { length: instances },
      (_, i) =>
        new VectorProcess(program, {
          place,
          settings,
          ...counters,
          ...(timeout !== undefined && { timeout }),
          ...(clock === "still" && { now: EPOCH }),
          offset: clockOffsetsMs[i] ?? 0,
        }),
    );
  }

  /** Rejects when the order fails, or the process ends before it answers. */
  async tell(order: VectorOrder): Promise<VectorReport> {
    const stop = new AbortController();
    const ended = once(this.#child, "exit", { signal: stop.signal }).then(([code]) => {
      throw new Error(`the instance ended with ${code}`);
    });
    const answered = once(this.#child, "message", { signal: stop.signal });
    const asked = new Promise<never>((_, reject) => {
      this.#child.send(order, (error) => error !== null && reject(error));
    });
    try {
      const [report] = (await Promise.race([answered, ended, asked])) as [VectorReport];
      if (report.error !== undefined) throw new Error(report.error);
      return report;
    } finally {
      stop.abort();
      for (const one of [ended, answered]) one.catch(() => {});
    }
  }

  /** Closes the instance, whose store must be able to answer, and waits for the process to end. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    await this.tell({ kind: "close" });
    this.#child.disconnect();
    await ended;
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }
}
