import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** How a server ends, in seconds. */
export interface ShutdownOptions {
  /** Time between "not ready" and the first refused connection: longer than a load balancer needs to notice. */
  readonly delay: number;
  /** Time that requests in flight then have; afterwards their connections are cut. */
  readonly timeout: number;
}

/** Ends a server in order: it is not ready, accepts no connection, answers what it has, and closes the rest. */
export class Shutdown {
  readonly #options: ShutdownOptions;
  #ended: Promise<void> | undefined;

  constructor(options: ShutdownOptions) {
    this.#options = options;
  }

  /** Whether the readiness route must say no. */
  get hasBegun(): boolean {
    return this.#ended !== undefined;
  }

  /** Begins, or waits for what has begun. `closeRest`: closes what requests use, after the last one. */
  begin(server: Server, closeRest: () => Promise<void>): Promise<void> {
    this.#ended ??= this.#end(server, closeRest);
    return this.#ended;
  }

  async #end(server: Server, closeRest: () => Promise<void>): Promise<void> {
    await sleep(this.#options.delay * 1000);
    await closed(server, this.#options.timeout);
    await closeRest();
  }
}

async function closed(server: Server, timeout: number): Promise<void> {
  // A connection that was busy stays open for the next request: it is closed as soon as it is idle.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), timeout * 1000);
  try {
    await new Promise<void>((done) => server.close(() => done()));
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
