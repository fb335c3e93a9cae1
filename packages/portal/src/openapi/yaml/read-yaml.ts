import { Worker } from "node:worker_threads";
import { DocumentError } from "../document-error.js";

/** Milliseconds that a file may take. */
const TIMEOUT = 30_000;

/**
 * The JSON value of a YAML text, read in its own thread: a MiB takes about a second, some texts much longer, and the process
 * answers the requests to an API meanwhile. Rejects with `DocumentError`.
 */
export async function readYaml(text: string): Promise<unknown> {
  const worker = new Worker(new URL("main.js", import.meta.url), {
    workerData: text,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  worker.unref();
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(new DocumentError(`takes more than ${TIMEOUT / 1000} seconds to read; write it as JSON`)),
        TIMEOUT,
      );
      worker.once("message", (result: { value: unknown } | { problem: string }) =>
        "problem" in result ? reject(new DocumentError(result.problem)) : resolve(result.value),
      );
      worker.once("error", (cause) => reject(new DocumentError("cannot be read as YAML", { cause })));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
