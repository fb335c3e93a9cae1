import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A decision as the API logged it. */
export interface LoggedDecision {
  readonly status: number;
  readonly code?: string;
  readonly product?: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** The example API, running in a separate process. */
export interface ApiProcess {
  readonly origin: string;
  /**
   * The last decision logged since one was taken; waits a little for one of this status, because every guard of a
   * request logs its own and the lines travel through a pipe behind the response.
   */
  takeDecision(status: number): Promise<LoggedDecision | undefined>;
  stop(): Promise<void>;
}

const EXAMPLE = fileURLToPath(new URL("../../express/", import.meta.url));

/** Starts the Express example as a user would, configured by its environment alone. */
export async function startApi(env: Readonly<Record<string, string>>): Promise<ApiProcess> {
  const child = spawn(process.execPath, ["dist/src/server.js"], {
    cwd: EXAMPLE,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => child.kill());
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  let latest: LoggedDecision | undefined;

  const origin = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error(complaint.trim() || "the API ended before it listened")));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith("{")) return;
      const logged = JSON.parse(line) as { readonly event?: string; readonly msg?: string };
      const listening = /^Listening on (\S+)$/.exec(logged.msg ?? "");
      if (listening?.[1] !== undefined) resolve(listening[1]);
      if (logged.event === "decision") latest = logged as LoggedDecision;
    });
  });
  return {
    origin,
    async takeDecision(status) {
      for (let i = 0; latest?.status !== status && i < 100; i++)
        await new Promise((done) => setTimeout(done, 10));
      const taken = latest;
      latest = undefined;
      return taken;
    },
    stop: () => stop(child),
  };
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
