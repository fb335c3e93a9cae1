// An API that is started as its user starts it, asked, and ended.
import { spawn } from "node:child_process";

/**
 * Runs `command` in `folder`, and `check` once it says where it listens, with its origin and a function that returns what it has
 * printed. Ends it, whatever happens.
 */
export async function whileStarted(command, { cwd, env = {} }, check) {
  const server = spawn(command, {
    cwd,
    env: { ...process.env, PORT: "0", ...env },
    shell: true,
    detached: true, // a process group of its own: npm, the shell and the server end together
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  try {
    const origin = await listening(server, command, () => output);
    await check(origin, () => output);
  } finally {
    try {
      process.kill(-server.pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

function listening(server, command, output) {
  return new Promise((resolve, reject) => {
    const stop = (why) => reject(new Error(`${command} ${why}\n${output()}`));
    setTimeout(stop, 30_000, "did not say within 30 s where it listens").unref();
    server.on("exit", (code) => stop(`ended with ${code}`));
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", () => {
        const origin = /(?:^|"msg":")Listening on (http:[^\s"]+)/m.exec(output())?.[1];
        if (origin !== undefined) resolve(origin);
      });
    }
  });
}

/** Rejects unless GET is answered with this status. Resolves to the text. */
export async function expectStatus(url, expected, headers = {}) {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (response.status === expected) return text;
  throw new Error(`GET ${url} was answered ${response.status}, not ${expected}: ${text}`);
}
