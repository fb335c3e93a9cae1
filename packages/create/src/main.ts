import { runCreate } from "./command/run-create.js";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupt.abort());

const { stdin, stdout, stderr, env } = process;
for (const output of [stdout, stderr]) output.on("error", () => undefined); // closed, or full: the exit code still tells
const accessible = env["ACCESSIBLE"] ?? "";
process.exitCode = await runCreate(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  plain: (accessible !== "" && accessible !== "0") || env["TERM"] === "dumb",
  cwd: process.cwd(),
  env,
  signal: interrupt.signal,
});
