import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const WALK = fileURLToPath(new URL("../../../examples/walk/dist/main.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], whenOut?: (out: string, kill: () => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, [WALK, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  child.stdout.on("data", (text: Buffer) => {
    out += text.toString();
    whenOut?.(out, () => child.kill("SIGTERM"));
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

describe("npm start", function () {
  this.timeout(30_000);

  it("walks through the nine steps with --once and exits 0", async () => {
    const { code, out, err } = await run(["--once"]);
    expect(err).to.equal("");
    const steps = [...out.matchAll(/^ok\s+(\d)\s.*?\s(\d{3})\s/gm)].map(
      ([, step, status]) => `${step}:${status}`,
    );
    expect(steps).to.deep.equal(
      ["1:200", "2:401", "3:200", "4:403", "5:401", "6:401", "7:401", "8:200", "9:401"],
      out,
    );
    expect(out).to.include("Every step answered as expected.");
    expect(code).to.equal(0);
  });

  it("stays up with curl lines, and ends at SIGTERM", async () => {
    const { code, out } = await run(["--port", "0", "--entra-port", "0"], (text, kill) => {
      if (text.includes("Call it with a subscription key")) setTimeout(kill, 100);
    });
    expect(out).to.match(
      /^Discovery http:\/\/127\.0\.0\.1:\d+\/.*\/v2\.0\/\.well-known\/openid-configuration$/m,
    );
    expect(out).to.match(/TOKEN=\$\(curl -s http:\/\/127\.0\.0\.1:\d+\/.*\/oauth2\/v2\.0\/token/);
    expect(out).to.match(/curl -i http:\/\/127\.0\.0\.1:\d+\/orders -H "Authorization: Bearer \$TOKEN"/);
    expect(out).to.include("Ocp-Apim-Subscription-Key: local-demo-primary-key");
    expect(code).to.equal(0);
  });

  for (const option of ["--port", "--entra-port"]) {
    it(`says in one line that ${option} is taken and exits 1`, async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => other.once("listening", resolve));
      const { port } = other.address() as AddressInfo;
      const { code, err } = await run(["--once", option, String(port)]);
      other.close();
      expect(err)
        .to.match(new RegExp(`\\b${port}\\b.*(taken|in use)`))
        .and.not.include("    at ");
      expect(code).to.equal(1);
    });
  }

  it("explains itself with --help and refuses what it does not know", async () => {
    expect(await run(["--help"]))
      .to.include({ code: 0 })
      .and.property("out")
      .include("--once");
    expect(await run(["--onse"]))
      .to.include({ code: 1 })
      .and.property("err")
      .include("--onse");
  });
});
