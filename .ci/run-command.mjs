// Runs a program of the repository for a checker: nothing is shown while all is well, everything when it fails.
import { exec, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./files.mjs";

const environment = {
  ...process.env,
  PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`,
};

const LIMITS = { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, timeout: 300_000 };

/** Standard output of `command`; throws an error with all its output when it fails. */
export function run(command, { cwd = root, env = {} } = {}) {
  const { status, signal, stdout, stderr } = spawnSync(command, {
    ...LIMITS,
    cwd,
    env: { ...environment, ...env },
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status === 0) return stdout;
  throw failure(command, { cwd, status: status ?? signal, stdout, stderr });
}

/** As `run`, while other commands run beside it. */
export function runBeside(command, { cwd = root, env = {} } = {}) {
  return runClean(command, { cwd, env: { ...environment, ...env } });
}

/** As `runBeside`, with the environment `env` and nothing else. */
export function runClean(command, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const options = { ...LIMITS, cwd, env };
    const child = exec(command, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failure(command, { cwd, status: error.code ?? error.signal, stdout, stderr }));
    });
    child.stdin.end();
  });
}

const failure = (command, { cwd, status, stdout, stderr }) =>
  new Error(`"${command}" in ${cwd} ended with ${status}\n${stdout}${stderr}`.trimEnd());
