import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { laterNode } from "./peers/later-node.js";
import type { OpenWorld } from "./world/make-world.js";
import type { Bench, Findings, Part } from "./parts/part.js";

/** What the process of a part tells. */
export type PartMessage =
  { readonly share: number; readonly what: string } | { readonly findings: Findings; readonly node: string };

/** What a part found, and under which Node. */
export interface Found {
  readonly findings: Findings;
  readonly node: string;
}

/** How a part is run. */
export interface RunOptions extends Pick<Bench, "quick" | "oursAlone" | "frameworks" | "tell"> {
  /** The compiled bench that measures. Default: this one. */
  readonly bench?: URL;
  /** Ends the part early. */
  readonly signal?: AbortSignal;
  /** Whether to report the part's stderr in the error of its run only. Default false: stderr is passed through. */
  readonly silent?: boolean;
}

/**
 * Runs one part in a process of its own, so that no part inherits the heap, the compiled code or the shapes of the one
 * before it.
 */
export function runPart(
  { name, later = false }: Pick<Part, "name" | "later">,
  { world, file }: Pick<OpenWorld, "world" | "file">,
  { quick, oursAlone = false, frameworks, tell, bench, signal, silent = false }: RunOptions,
): Promise<Found> {
  const program = fileURLToPath(new URL("part-process.js", bench ?? import.meta.url));
  const execPath = later ? laterNode() : undefined;
  const flags = [
    ...(quick ? ["--quick"] : []),
    ...(oursAlone ? ["--ours-alone"] : []),
    ...(frameworks ?? []).map((framework) => `--framework=${framework}`),
  ];
  const child = fork(program, [name, file, ...flags], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: world.caFile },
    ...(execPath !== undefined && { execPath }),
    ...(signal !== undefined && { signal }),
    ...(silent && { stdio: ["ignore", "inherit", "pipe", "ipc"] }),
    serialization: "advanced", // JSON makes null of figures that are not there
  });
  let errors = "";
  child.stderr?.on("data", (text: Buffer) => {
    errors = (errors + text.toString()).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    let found: Found | undefined;
    child.on("message", (message: PartMessage) => {
      if ("findings" in message) found = message;
      else tell(message.share, message.what);
    });
    child.on("error", reject);
    child.on("close", (code, signalled) => {
      if (code === 0 && found !== undefined) return resolve(found);
      const end = `The part ${name} failed (${signalled ?? `exit code ${code}`})`;
      reject(new Error(silent ? `${end}:\n${errors.trim()}` : `${end}; what went wrong stands above.`));
    });
  });
}
