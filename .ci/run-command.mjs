// Runs a program of the repository for a checker: nothing is shown while all is well, everything when it fails.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./files.mjs";

const environment = {
  ...process.env,
  PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`,
};

/** Standard output of `command`; throws an error with all its output when it fails. */
export function run(command, { cwd = root, env = {} } = {}) {
  const { status, signal, stdout, stderr } = spawnSync(command, {
    cwd,
    env: { ...environment, ...env },
    encoding: "utf8",
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    timeout: 300_000,
  });
  if (status === 0) return stdout;
  throw new Error(`"${command}" in ${cwd} ended with ${status ?? signal}\n${stdout}${stderr}`.trimEnd());
}
