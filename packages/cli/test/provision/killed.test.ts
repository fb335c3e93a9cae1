import { spawn } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as graph from "@product-auth/graph";
import type { ProvisionReport } from "@product-auth/graph";
import { expect } from "chai";
import { runProgram } from "../run.js";
import { startBetween, type GraphBetween, type Phase } from "./support/graph-between.js";
import { partsOf, startTenant, type Tenant } from "./support/tenant.js";
import { folderWith, runToy } from "./support/toy.js";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

const catalogOf = (instance: string) =>
  JSON.stringify({
    products: { gold: { displayName: "Gold" } },
    clientApplications: [],
    provision: { instance, clients: { batch: { displayName: "Orders batch", products: ["gold"] } } },
  });

/** Every how many calls a process is killed. The judge ends a run at each write, in this process. */
const STEP = process.env["EVERY_CALL"] === "yes" ? 1 : 3;

describe("product-auth provision, ended at a call", function () {
  this.timeout(120_000); // a process for each call
  let tenant: Tenant;
  let between: GraphBetween;
  let folder: Awaited<ReturnType<typeof folderWith>>;
  let catalog: string;
  before(async () => {
    tenant = await startTenant();
    between = await startBetween(tenant.entra.graphUrl);
    folder = await folderWith({});
    catalog = join(folder.path, "catalog.json");
  });
  after(async () => {
    await between.close();
    await tenant.entra.close();
    await folder.remove();
  });

  const APPLY = ["--apply", "--yes", "--json"];
  const here = (...args: readonly string[]) => {
    between.pass();
    return runToy([catalog, ...args], { program: graph, env: tenant.env(between.url) });
  };
  const killedAt = async (call: number, phase: Phase, signal: NodeJS.Signals, args: readonly string[]) => {
    const child = spawn(process.execPath, [main, "provision", catalog, ...args], {
      env: { ...process.env, ...tenant.env(between.url) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    between.interruptAt(call, phase, () => child.kill(signal));
    const code = await new Promise((resolve) => child.on("close", (code, ended) => resolve(code ?? ended)));
    return { code, stdout, stderr };
  };
  const firstWrite = () => between.calls.findIndex((call) => !call.startsWith("GET ")) + 1;

  it("as a program: plan, --apply, --apply again without a write, --check, --destroy", async () => {
    await writeFile(catalog, catalogOf("program"));
    const before = partsOf(await tenant.state(), "program").foreign;
    const run = (...args: readonly string[]) => {
      between.pass();
      return runProgram(["provision", catalog, ...args], { env: tenant.env(between.url) });
    };
    expect(await run("--check")).to.include({ code: 3, stderr: "" });
    expect((await run("--apply", "--yes")).stdout).to.match(
      /\n3 added, 0 changed, 0 deleted\. \S+catalog\.json was written\.\n$/,
    );
    const { own } = partsOf(await tenant.state(), "program");
    const text = await readFile(catalog, "utf8");
    for (const { appId } of own.applications) expect(text).to.contain(appId);
    expect(await run("--apply", "--yes")).to.include({ code: 0, stderr: "" });
    expect(firstWrite()).to.equal(0);
    expect((await run("--check")).code).to.equal(0);
    expect((await run("--destroy", "--yes")).code).to.equal(0);
    expect(await readFile(catalog, "utf8")).to.equal(catalogOf("program"));
    const after = partsOf(await tenant.state(), "program");
    expect(after.own.applications).to.deep.equal([]);
    expect(after.foreign).to.deep.equal(before);
  });

  it("--apply: killed before and after its calls; the second run completes the work", async () => {
    await writeFile(catalog, catalogOf("whole"));
    expect((await here(...APPLY)).code).to.equal(0);
    const [first, last] = [firstWrite(), between.calls.length];
    expect(last - first).to.be.at.least(5);
    for (let call = first; call <= last; call += STEP)
      for (const phase of ["before", "after"] as const) {
        const instance = `kill-${call}-${phase}`;
        await writeFile(catalog, catalogOf(instance));
        const { foreign } = partsOf(await tenant.state(), instance);
        expect((await killedAt(call, phase, "SIGKILL", APPLY)).code, instance).to.equal("SIGKILL");
        const second = await here(...APPLY);
        expect(second, instance).to.include({ code: 0, stderr: "" });
        expect((await here("--check")).code, instance).to.equal(0);
        const state = partsOf(await tenant.state(), instance);
        expect(state.own.applications, instance).to.have.length(2);
        expect(state.own.principals, instance).to.have.length(2);
        expect(state.own.assignments, instance).to.have.length(1);
        expect(state.foreign, instance).to.deep.equal(foreign);
        const report = JSON.parse(second.stdout) as ProvisionReport;
        const written = JSON.parse(await readFile(catalog, "utf8")) as { products: { gold: object } };
        expect(written.products.gold).to.include({ audience: report.products["gold"]?.audience });
      }
  });

  it("--apply: SIGINT; the report states what was done, and the catalog has it", async () => {
    await writeFile(catalog, catalogOf("not-interrupted"));
    expect((await here(...APPLY)).code).to.equal(0);
    const principal = between.calls.findLastIndex((call) => /^PATCH \/servicePrincipals\(/.test(call)) + 1;
    await writeFile(catalog, catalogOf("interrupted"));
    const { code, stdout, stderr } = await killedAt(principal, "during", "SIGINT", APPLY);
    expect(stderr).to.contain("product-auth: interrupted; run the command again.\n");
    expect(code).to.equal(1);
    const report = JSON.parse(stdout) as ProvisionReport;
    expect(report).to.deep.include({ mode: "apply", exit: 1 });
    expect(report.changes.map(({ at, done }) => [at, done])).to.deep.equal([
      ["products.gold", true],
      ["clients.batch", true],
      ["clients.batch.products.gold", false],
    ]);
    const { own } = partsOf(await tenant.state(), "interrupted");
    const text = await readFile(catalog, "utf8");
    for (const { appId } of own.applications) expect(text).to.contain(appId);
    expect(own.principals).to.have.length(2); // the call in flight is waited for
    expect((await here(...APPLY)).code).to.equal(0);
    expect((await here("--check")).code).to.equal(0);
  });

  it("two --apply at once: one state, and one catalog", async () => {
    await writeFile(catalog, catalogOf("twice"));
    const runs = await Promise.all([here(...APPLY), here(...APPLY)]);
    for (const run of runs) expect(run).to.include({ code: 0 });
    expect((await here("--check")).code).to.equal(0);
    const { own } = partsOf(await tenant.state(), "twice");
    expect(own.applications).to.have.length(2);
    expect(own.assignments).to.have.length(1);
    expect(await readdir(folder.path)).to.deep.equal(["catalog.json"]);
  });

  it("1: a wrong credential, which no output contains", async () => {
    await writeFile(catalog, catalogOf("wrong"));
    for (const args of [[], ["--check"], APPLY, ["--rotate-secret", "batch"]]) {
      const env = { ...tenant.env(), AZURE_CLIENT_SECRET: "wr0ng-s3cret" };
      const { code, stdout, stderr } = await runToy([catalog, ...args], { program: graph, env });
      expect(code).to.equal(1);
      expect(`${stdout}${stderr}`).to.contain("P04").and.not.contain("wr0ng");
    }
  });

  it("--rotate-secret: killed before and after its calls; again with the same operation leaves one secret", async () => {
    await writeFile(catalog, catalogOf("rotated"));
    expect((await here(...APPLY)).code).to.equal(0);
    const file = join(folder.path, "secret");
    const args = (operation: string) => [
      ...["--rotate-secret", "batch", "--operation", operation, "--days", "7", "--secret-file", file],
    ];
    expect((await here(...args("first"))).code).to.equal(0);
    const [calls, secret] = [between.calls.length, await readFile(file, "utf8")];
    expect(secret).to.match(/^\S{20,}\n$/);
    for (let call = 1; call <= calls; call += STEP)
      for (const phase of ["before", "after"] as const) {
        const operation = `kill-${call}-${phase}`;
        await rm(file, { force: true });
        const { stdout, stderr } = await killedAt(call, phase, "SIGKILL", args(operation));
        expect(stdout).to.equal("");
        await rm(file, { force: true }); // empty: the killed process could not remove it
        const second = await here(...args(operation));
        expect(second, operation).to.include({ code: 0, stdout: "" });
        const { own } = partsOf(await tenant.state(), "rotated");
        const secrets = own.applications.flatMap(({ passwordCredentials = [] }) => passwordCredentials);
        const mine = secrets.filter(({ displayName }) => displayName === `product-auth ${operation}`);
        expect(mine, operation).to.have.length(1);
        const text = (await readFile(file, "utf8")).trim();
        expect(`${stderr}${second.stderr}`).not.to.contain(text);
        const keyId = mine[0]!.keyId;
        expect((await here("--remove-secret", "batch", "--key-id", keyId, "--yes")).code).to.equal(0);
      }
  });
});
