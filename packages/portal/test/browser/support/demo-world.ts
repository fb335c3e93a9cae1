import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "@product-auth/testkit/services";

/** The demo world in a process of its own, as `npm run portal` starts it. */
export interface DemoWorld {
  /** Address of the portal. */
  readonly url: string;
  readonly origin: string;
  readonly entraOrigin: string;
  /** Password of `admin@contoso.example`. */
  readonly adminPassword: string;
  readonly output: () => string;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../../../../../examples/portal/dist/main.js", import.meta.url));

/** Starts the demo world on free ports. Rejects with its output when it does not come up. */
export async function startDemoWorld(
  framework: "express" | "koa" | "fastify",
  { store = "memory", more = [] }: { readonly store?: string; readonly more?: readonly string[] } = {},
): Promise<DemoWorld> {
  for (let attempt = 1; ; attempt++)
    try {
      return await startOnce(["--framework", framework, "--store", store, ...more]);
    } catch (error) {
      // Another process may take a port between the moment it was found free and the start.
      const isTaken = error instanceof Error && /is taken|is in use/.test(error.message);
      if (!isTaken || attempt === ATTEMPTS) throw error;
    }
}

const ATTEMPTS = 5;

async function startOnce(options: readonly string[]): Promise<DemoWorld> {
  const [port, entraPort] = await Promise.all([freePort(), freePort()]);
  const args = ["--port", String(port), "--entra-port", String(entraPort), ...options];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const isUp = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("Ctrl+C")) resolve();
      });
    child.once("exit", (code) => reject(new Error(`The demo world ended with ${code}:\n${output}`)));
  });
  await isUp;
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  return {
    url: `http://127.0.0.1:${port}/developer`,
    origin: `http://127.0.0.1:${port}`,
    entraOrigin: `http://127.0.0.1:${entraPort}`,
    adminPassword: /admin@contoso\.example +(\S+)/.exec(output)?.[1] ?? "",
    output: () => output,
    stop: async () => {
      process.off("exit", end);
      if (child.exitCode === null && child.kill("SIGTERM")) await once(child, "exit");
    },
  };
}
