import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "@product-auth/testkit/services";

/** The demo, as `npm run portal` starts it. */
export interface Demo {
  /** Address of its portal. */
  readonly url: string;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../../../examples/portal/dist/main.js", import.meta.url));

/** Starts the demo on free ports. Rejects with its output when it does not come up. */
export async function startDemo(): Promise<Demo> {
  const [port, entraPort] = [await freePort(), await freePort()];
  const args = ["--port", String(port), "--entra-port", String(entraPort)];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("Ctrl+C")) resolve();
      });
    child.once("exit", (code) => reject(new Error(`The demo ended with ${code}:\n${output}`)));
  });
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  return {
    url: `http://127.0.0.1:${port}/developer`,
    async stop() {
      process.off("exit", end);
      if (child.exitCode === null && child.kill("SIGTERM")) await once(child, "exit");
    },
  };
}
