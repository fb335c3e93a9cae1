import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/main.js", import.meta.url));

/** A scenario that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What it has left in the folder for temporary files. */
  readonly left: readonly string[];
}

/** A scenario that stays up. */
export interface RunningScenario {
  /** The lines `name  value` that it printed. */
  readonly places: Readonly<Record<string, string>>;
  /** Folder for its temporary files. */
  readonly folder: string;
  /** Everything that it printed until now. */
  output(): string;
  /** Ends it as Ctrl+C does. */
  stop(): Promise<Ended>;
}

/** Runs the command to its end. */
export function runScenario(args: readonly string[]): Promise<Ended> {
  return start(args).ended;
}

/** Starts the command on free ports, and waits until it has walked and stays up. Rejects with its output when it ends. */
export async function startScenario(args: readonly string[]): Promise<RunningScenario> {
  const { child, printed, ended, folder } = start([...args, ...ANY_PORTS]);
  await printedBy(child, ended, () => printed.out.includes("Ctrl+C"));
  return {
    places: placesIn(printed.out),
    folder,
    output: () => printed.out,
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** Runs the command until it has printed a text, and ends it by a signal. */
export async function interruptScenario(
  args: readonly string[],
  { after, signal }: { readonly after: string; readonly signal: NodeJS.Signals },
): Promise<Ended> {
  const { child, printed, ended } = start([...args, ...ANY_PORTS]);
  await printedBy(child, ended, () => printed.out.includes(after));
  child.kill(signal);
  return ended;
}

const ANY_PORTS = ["--port", "0", "--entra-port", "0"];

function printedBy(
  { stdout }: ReturnType<typeof start>["child"],
  ended: Promise<Ended>,
  isThere: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.on("data", () => {
      if (isThere()) resolve();
    });
    void ended.then(({ code, out, err }) => reject(new Error(`it ended with ${code}:\n${out}${err}`)));
  });
}

function start(args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "product-auth-scenario-test-"));
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: folder },
  });
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  const printed = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.err += text));
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code) => {
      process.off("exit", kill);
      const left = readdirSync(folder);
      rmSync(folder, { recursive: true, force: true });
      resolve({ code, ...printed, left });
    }),
  );
  return { child, printed, ended, folder };
}

function placesIn(output: string): Record<string, string> {
  const lines = [...output.matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)];
  return Object.fromEntries(lines.map(([, name = "", place = ""]) => [name, place]));
}
