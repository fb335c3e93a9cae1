// Runs in a worker thread: see `scrypt-threads.ts`.
import { scryptSync } from "node:crypto";
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { Derivation } from "./scrypt-threads.js";

/** How far the thread steps back: about a tenth of a processor that others want, too. */
const NICE = 10;

// Linux changes the priority of the calling thread. Other systems would change that of the process, the API included.
if (process.platform === "linux") setPriority(NICE);

parentPort?.on(
  "message",
  ({ password, salt, length, cost, blockSize, parallelization, maxmem }: Derivation) => {
    const options = { cost, blockSize, parallelization, maxmem };
    parentPort?.postMessage(scryptSync(password, salt, length, options));
  },
);
