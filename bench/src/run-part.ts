import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { laterNode } from "./peers/later-node.js";
import type { OpenWorld } from "./world/make-world.js";
import type { Findings, Part } from "./parts/part.js";

/** What the process of a part tells. */
export type PartMessage =
  { readonly share: number; readonly what: string } | { readonly findings: Findings; readonly node: string };

/** What a part found, and under which Node. */
export interface Found {
  readonly findings: Findings;
  readonly node: string;
}

/**
 * Runs one part in a process of its own, so that no part inherits the heap, the compiled code or the shapes of the one
 * before it.
 */
export function runPart(
  { name, later = false }: Part,
  { world, file }: OpenWorld,
  quick: boolean,
  tell: (share: number, what: string) => void,
): Promise<Found> {
  const program = fileURLToPath(new URL("part-process.js", import.meta.url));
  const execPath = later ? laterNode() : undefined;
  const child = fork(program, [name, file, ...(quick ? ["--quick"] : [])], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: world.caFile },
    ...(execPath !== undefined && { execPath }),
    serialization: "advanced", // JSON makes null of figures that are not there
  });
  return new Promise((resolve, reject) => {
    let found: Found | undefined;
    child.on("message", (message: PartMessage) => {
      if ("findings" in message) found = message;
      else tell(message.share, message.what);
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0 && found !== undefined) resolve(found);
      else
        reject(
          new Error(
            `The part ${name} failed (${signal ?? `exit code ${code}`}); what went wrong stands above.`,
          ),
        );
    });
  });
}
