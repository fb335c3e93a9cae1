import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MissingServiceError, serviceFor } from "@product-auth/testkit/services";
import { expect } from "chai";
import { folderOf } from "./support/starters.js";

const FOLDER = folderOf("express"); // the others have the same file
const ENVIRONMENT = {
  AZURE_TENANT_ID: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  STARTER_AUDIENCE: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
  PRO_AUDIENCE: "api://7b0c9e11-2222-4333-8444-955566667777",
  POSTGRES_PASSWORD: "a-password",
};

interface ConfigModule {
  readonly readConfig: (env: Record<string, string>) => Record<string, unknown>;
}

/** What Compose makes of the file in a folder without `.env`. */
function configOf(env: Readonly<Record<string, string>>) {
  const cwd = mkdtempSync(join(tmpdir(), "compose-"));
  copyFileSync(`${FOLDER}compose.yaml`, join(cwd, "compose.yaml"));
  const options = { cwd, env: { PATH: process.env["PATH"], ...env }, encoding: "utf8" } as const;
  const result = spawnSync("docker-compose", ["--file", "compose.yaml", "config"], options);
  rmSync(cwd, { recursive: true });
  if ((result.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT")
    throw new MissingServiceError(
      "docker-compose is not on this machine. Install it: apt-get install docker-compose",
    );
  return result;
}

/** The variables of the service `api`, from what Compose has made of the file. */
function environmentOf(config: string): Record<string, string> {
  const api = /^ {2}api:\n((?: {4}.*\n)+)/m.exec(config)?.[1] ?? "";
  const block = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(api)?.[1] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/^ {6}(\w+): (.*)$/gm)].map(([, name, value]) => [
      name!,
      value!.replace(/^(['"])(.*)\1$/, "$2"),
    ]),
  );
}

/** The variables that the Dockerfile sets. */
function ofImage(): Record<string, string> {
  const line = /^ENV (.+)$/m.exec(readFileSync(`${FOLDER}Dockerfile`, "utf8"))![1]!;
  return Object.fromEntries([...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name!, value!]));
}

describe("compose.yaml of the starters", function () {
  this.timeout(30_000);
  let config: string;

  before(async function () {
    const { status, stdout, stderr } = await serviceFor(this, () =>
      Promise.resolve().then(() => configOf(ENVIRONMENT)),
    );
    expect(status, stderr).to.equal(0);
    config = stdout;
  });

  it("gives the API all that it needs to start in its image", async () => {
    const { readConfig } = (await import(`${FOLDER}dist/src/config.js`)) as ConfigModule;
    const read = readConfig({ ...ofImage(), ...environmentOf(config) });
    expect(read).to.deep.include({
      host: "0.0.0.0",
      port: 3000,
      databaseUrl: "postgres://api:a-password@postgres:5432/api",
      redisUrl: "redis://redis:6379",
      metricsPort: 9464,
    });
  });

  it("gives it more time to stop than it takes", () => {
    const { SHUTDOWN_DELAY, SHUTDOWN_TIMEOUT } = environmentOf(config);
    const grace = /stop_grace_period: (\d+)s/.exec(config)?.[1];
    expect(Number(grace)).to.be.above(Number(SHUTDOWN_DELAY) + Number(SHUTDOWN_TIMEOUT));
  });

  for (const name of Object.keys(ENVIRONMENT))
    it(`refuses to start without ${name}`, () => {
      const { [name as keyof typeof ENVIRONMENT]: _, ...rest } = ENVIRONMENT;
      const { status, stderr } = configOf(rest as Record<string, string>);
      expect(status).to.equal(1);
      expect(stderr).to.include(name).and.include("in .env");
    });
});
