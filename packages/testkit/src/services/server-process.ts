import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { atExit } from "./at-exit.js";
import type { Account } from "./account.js";

/** How a server is run. */
export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** What it writes, to either output, when it is ready. */
  readonly ready: string;
  /** Ends it at once. */
  readonly signal: "SIGKILL" | "SIGQUIT";
  readonly account?: Account | undefined;
}

const SETPRIV = "/usr/bin/setpriv";
const PATIENCE = 20_000;

/** A server that runs as a child and dies with this process, even when this one is killed by SIGKILL. */
export class ServerProcess {
  readonly #command: ServerCommand;
  #child: ChildProcess | undefined;

  constructor(command: ServerCommand) {
    this.#command = command;
    atExit(() => void this.#child?.kill(command.signal));
  }

  /** Starts it and waits until it is ready; after `stop`, on the same port with the same files. */
  async start(): Promise<void> {
    const { program, args, ready } = this.#command;
    const [file, ...words] = [...this.#withParentDeath(), program, ...args];
    const child = spawn(file!, words, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      const listen = (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-10_000);
        if (said.includes(ready)) resolve();
      };
      child.stdout.on("data", listen);
      child.stderr.on("data", listen);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
      setTimeout(() => reject(new Error(`${program} is not ready: ${said}`)), PATIENCE).unref();
    });
    child.unref();
    for (const stream of [child.stdout, child.stderr]) {
      stream.removeAllListeners("data").resume();
      (stream as typeof stream & { unref(): void }).unref();
    }
  }

  /** Ends it as a crash would: connections break without a closing message. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.ref();
    child.kill(this.#command.signal);
    await gone;
  }

  #withParentDeath(): string[] {
    const { account, signal } = this.#command;
    if (!existsSync(SETPRIV)) return [];
    const as =
      account === undefined ? [] : ["--reuid", account.name, "--regid", account.name, "--clear-groups"];
    return [SETPRIV, "--pdeathsig", signal.slice(3), ...as];
  }
}
