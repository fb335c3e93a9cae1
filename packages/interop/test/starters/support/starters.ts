import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Entra } from "@product-auth/emulator";

export const FRAMEWORKS = ["express", "koa", "fastify"] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** Absolute path of a starter, with a slash at its end. */
export const folderOf = (framework: Framework): string =>
  fileURLToPath(new URL(`../../../../../examples/${framework}/`, import.meta.url));

/** A starter that runs as a process. */
export interface StarterProcess {
  readonly origin: string;
  /** Everything that it has written. */
  readonly output: () => string;
  readonly kill: (signal: "SIGTERM" | "SIGKILL") => void;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts a starter with this environment and no other. */
export async function startStarter(
  framework: Framework,
  env: Readonly<Record<string, string>>,
): Promise<StarterProcess> {
  const child = spawn(process.execPath, [`${folderOf(framework)}dist/src/server.js`], {
    cwd: tmpdir(), // a developer's .env stays out
    env: { HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  let output = "";
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  const origin = await new Promise<string>((resolve, reject) => {
    void ended.then((code) => reject(new Error(`The starter ended with ${code}: ${output}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const found = /"msg":"Listening on (http:[^"]+)"/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { origin, output: () => output, kill: (signal) => void child.kill(signal), ended };
}

/** The variables that lead a starter to this issuer. */
export function issuerOf({ tenantId, origin, products }: Entra): Record<string, string> {
  return {
    AZURE_TENANT_ID: tenantId,
    AZURE_AUTHORITY_HOST: origin,
    STARTER_AUDIENCE: products["starter"]!.audience,
    PRO_AUDIENCE: products["pro"]!.audience,
  };
}

/** Asks until `isRight`, for a few seconds at most; resolves to the last answer. */
export async function eventually<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  let answer = await ask();
  for (let tries = 0; !isRight(answer) && tries < 200; tries++) {
    await new Promise((done) => setTimeout(done, 25));
    answer = await ask();
  }
  return answer;
}
