import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { World } from "../world/world.js";
import type { Framework, HttpContender } from "./http-contender.js";
import type { OrderName, Orders } from "./orders.js";
import { pin } from "./pin.js";

/** How a contender is started. */
export interface StartOptions {
  /** The processor that it may use. Default: any. */
  readonly core?: number;
  /** Whether it leaves the keys to its first requests. Default false. */
  readonly cold?: boolean;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A contender in a separate process, as in production: no other contender's code was compiled there. */
export class RunningContender {
  readonly name: string;
  readonly kind: HttpContender["kind"];
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #complaints = "";
  #waiting: Waiting | undefined;

  private constructor({ name, kind }: HttpContender, child: ChildProcess) {
    this.name = name;
    this.kind = kind;
    this.#child = child;
    child.stderr!.on("data", (text: Buffer) => {
      this.#complaints = (this.#complaints + text.toString()).slice(-4000);
    });
    child.on("message", (answer) => this.#waiting?.resolve(answer));
    this.#ended = new Promise((ended) => {
      child.on("exit", () => {
        this.#waiting?.reject(new Error(`${name} ended by itself:\n${this.#complaints}`));
        ended();
      });
    });
  }

  /** Starts a contender and waits until it is ready. */
  static async start(
    framework: Framework,
    contender: HttpContender,
    { world, worldFile }: { world: World; worldFile: string },
    { core, cold = false }: StartOptions = {},
  ): Promise<RunningContender> {
    const program = fileURLToPath(new URL("contender-process.js", import.meta.url));
    const child = fork(program, [framework, contender.name, worldFile, ...(cold ? ["cold"] : [])], {
      env: { ...process.env, NODE_ENV: "production", NODE_EXTRA_CA_CERTS: world.caFile },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // V8 tidies up while a process waits for its next round, and forgets what Express's objects look like. No server
      // at work is ever that idle.
      execArgv: ["--no-memory-reducer"],
    });
    const running = new RunningContender(contender, child);
    await running.#answer(); // it says when it is ready
    if (core !== undefined) pin(child.pid!, core);
    return running;
  }

  /** Gives an order and waits for the answer; one at a time. */
  ask<Name extends OrderName>(order: Name, ask: Orders[Name]["ask"]): Promise<Orders[Name]["answer"]> {
    const answer = this.#answer<Orders[Name]["answer"]>();
    this.#child.send({ order, ask });
    return answer;
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #answer<Answer>(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve: resolve as (answer: unknown) => void, reject };
    });
  }
}
