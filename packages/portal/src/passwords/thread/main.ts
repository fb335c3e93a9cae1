// Runs in a worker thread: see `scrypt-threads.ts`.
import { scryptSync } from "node:crypto";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { Derivation } from "./scrypt-threads.js";

const { nice } = workerData as { readonly nice: number };

// Linux changes the priority of the calling thread. Other systems would change that of the process, the API included.
if (nice > 0 && process.platform === "linux") setPriority(nice);

parentPort?.on(
  "message",
  ({ password, salt, length, cost, blockSize, parallelization, maxmem }: Derivation) => {
    const options = { cost, blockSize, parallelization, maxmem };
    parentPort?.postMessage(scryptSync(password, salt, length, options));
  },
);
