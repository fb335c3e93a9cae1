import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
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
  #paused: number[] = [];

  constructor(command: ServerCommand) {
    this.#command = command;
    atExit(() => {
      this.resume();
      this.#child?.kill(command.signal);
    });
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
    this.resume();
    child.kill(this.#command.signal);
    await gone;
  }

  /** Suspends it and the processes that it started. */
  pause(): void {
    const pid = this.#child!.pid!;
    process.kill(pid, "SIGSTOP"); // first: it starts no other process after that
    this.#paused = [pid, ...childrenOf(pid)];
    for (const one of this.#paused) process.kill(one, "SIGSTOP");
  }

  resume(): void {
    for (const pid of this.#paused.splice(0)) {
      try {
        process.kill(pid, "SIGCONT");
      } catch {
        // has ended meanwhile
      }
    }
  }

  #withParentDeath(): string[] {
    const { account, signal } = this.#command;
    if (!existsSync(SETPRIV)) return [];
    const as =
      account === undefined ? [] : ["--reuid", account.name, "--regid", account.name, "--clear-groups"];
    return [SETPRIV, "--pdeathsig", signal.slice(3), ...as];
  }
}

// PostgreSQL answers each connection by a process of its own.
function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return children.trim().split(" ").filter(Boolean).map(Number);
}
