import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

/**
 * Lets a process, all threads of it, run on one processor only. Does nothing where that cannot be done: on one
 * processor, or without `taskset`.
 */
export function pin(pid: number, core: number): void {
  if (cpus().length > core) spawnSync("taskset", ["-apc", String(core), String(pid)], { stdio: "ignore" });
}
