import { AsyncResource } from "node:async_hooks";
import { Worker } from "node:worker_threads";

/** What is derived from a password. */
export interface Derivation {
  readonly password: string;
  readonly salt: Uint8Array;
  /** Bytes of the key. */
  readonly length: number;
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly maxmem: number;
}

/** Derives the key for a password. */
export type Derive = (derivation: Derivation) => Promise<Buffer>;

/**
 * Runs scrypt in separate threads, on Linux with a lower priority: on a machine with few processors, calls of the API come
 * first. The threads of `crypto.scrypt` also look up names and read files for the API, and their priority cannot be lowered alone.
 * There are as many as are asked at the same time; callers bound that.
 */
export class ScryptThreads {
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #nice: number;

  /** `nice`: how far the threads step back on Linux, 0 to 19. With 5, they get a quarter of a processor that the API wants, too. */
  constructor(nice = 0) {
    this.#nice = nice;
  }

  readonly derive: Derive = async (derivation) => {
    const worker = this.#idle.pop() ?? this.#start();
    const task = new AsyncResource(SCRYPT);
    worker.ref(); // a process that ends must not lose a password that is being written
    try {
      const key = await answerOf(worker, derivation);
      worker.unref();
      this.#idle.push(worker);
      return Buffer.from(key);
    } finally {
      task.emitDestroy();
    }
  };

  #start(): Worker {
    const worker = new Worker(new URL("main.js", import.meta.url), {
      workerData: { nice: this.#nice },
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16 },
    });
    this.#all.add(worker);
    worker.on("error", () => undefined); // `answerOf` rejects; without this listener, the process would end
    worker.on("exit", () => {
      this.#all.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at !== -1) this.#idle.splice(at, 1);
    });
    return worker;
  }

  /** Ends the threads. Derivations under way reject. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }
}

function answerOf(worker: Worker, derivation: Derivation): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const onMessage = (key: Uint8Array) => {
      worker.off("error", reject);
      worker.off("exit", onExit);
      resolve(key);
    };
    const onExit = () => reject(new Error("The thread that checks passwords has ended"));
    worker.once("message", onMessage);
    worker.once("error", reject);
    worker.once("exit", onExit);
    worker.postMessage(derivation);
  });
}

/** Type of the asynchronous resource of each derivation, as `node:async_hooks` shows it. */
export const SCRYPT = "ProductAuthScrypt";
