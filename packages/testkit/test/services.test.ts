import { strictEqual, match } from "node:assert/strict";
import { spawn } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { launchRedis, serviceFor } from "@product-auth/testkit/services";

const program = fileURLToPath(new URL("./programs/start-redis.js", import.meta.url));

describe("services", () => {
  /** Runs the program; what it wrote until it ended, or until it said where its server is. */
  async function run(env: Record<string, string>) {
    const child = spawn(process.execPath, [program], { env: { ...process.env, ...env } });
    let said = "";
    let complained = "";
    child.stderr.on("data", (chunk: Buffer) => (complained += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => {
      child.once("close", resolve);
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("redis://")) resolve(null);
      });
    });
    return { child, code, said, complained };
  }

  it("not installed: the suite is skipped, and a line says what to install", async () => {
    const { said, complained } = await run({ PATH: "/nowhere", CI: "" });
    strictEqual(said.trim(), "skipped");
    match(complained, /SKIPPED: redis-server is not on this machine.*apt-get install redis-server/);
  });

  it("not installed, in CI: it fails", async () => {
    const { code, said, complained } = await run({ PATH: "/nowhere", CI: "true" });
    strictEqual(said, "");
    strictEqual(code, 1);
    match(complained, /MissingServiceError: redis-server is not on this machine/);
  });

  it("a server dies with the process that started it, even when that one is killed", async function () {
    await serviceFor(this, async () => (await launchRedis()).stop());
    const { child, said } = await run({});
    const { hostname, port } = new URL(said.trim());
    strictEqual(await answers(hostname, Number(port)), true);
    child.kill("SIGKILL");
    for (const end = Date.now() + 5_000; await answers(hostname, Number(port));) {
      if (Date.now() > end) throw new Error("the server lives on");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
