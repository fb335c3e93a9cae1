import { expect } from "chai";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { text } from "node:stream/consumers";
import type { Entra } from "@product-auth/emulator";
import type { Order } from "./programs/serve-and-close.js";
import { startTestEntra } from "./support/test-entra.js";

const program = fileURLToPath(new URL("./programs/serve-and-close.js", import.meta.url));

describe("a process with an API ends by itself", () => {
  let entra: Entra;

  before(async () => void (entra = await startTestEntra()));
  afterEach(() => entra.faults.clear());
  after(() => entra.close());

  /** Runs the program; `lingered` is the time from its last word to its end, in milliseconds. */
  async function run(more: Pick<Order, "patience" | "closes">) {
    const { tenantId, origin: authorityHost, products } = entra;
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    const order: Order = { tenantId, authorityHost, audience: products["starter"]!.audience, token, ...more };
    const child = spawn(process.execPath, [program, JSON.stringify(order)], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 9_000,
      killSignal: "SIGKILL",
    });
    let saidAt = 0;
    child.stdout.on("data", () => (saidAt = Date.now()));
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { stdout: stdout.trim(), stderr, code, lingered: Date.now() - saidAt };
  }

  it("after server.close() and auth.close()", async () => {
    const { lingered, ...end } = await run({ patience: 8_000, closes: ["server", "auth"] });
    expect(end).to.deep.equal({ stdout: "closed, answer: 200", stderr: "", code: 0 });
    expect(lingered, "milliseconds").to.be.below(2_000);
  });

  it("even when auth.close() is forgotten: nothing of ours keeps it alive", async () => {
    const { lingered, ...end } = await run({ patience: 8_000, closes: ["server"] });
    expect(end).to.deep.equal({ stdout: "closed, answer: 200", stderr: "", code: 0 });
    expect(lingered, "milliseconds").to.be.below(2_000);
  });

  it("while the issuer takes requests and never answers", async () => {
    entra.faults.hang();
    const { lingered, ...end } = await run({ patience: 300, closes: ["server", "auth"] });
    expect(end).to.deep.equal({ stdout: "closed, answer: none in time", stderr: "", code: 0 });
    expect(lingered, "milliseconds; a fetch may take 5000").to.be.below(2_000);
  });
}).timeout(15_000);
