import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError } from "@product-auth/core";
import type { ProvisionPlan } from "@product-auth/graph";
import { expect } from "chai";
import { CATALOG, done, NOTHING, PLAN } from "./support/reports.js";
import { folderWith, runToy, toyProgram } from "./support/toy.js";

describe("a run of product-auth provision", () => {
  let folder: Awaited<ReturnType<typeof folderWith>>;
  let catalog: string;
  beforeEach(async () => {
    folder = await folderWith({ "catalog.json": JSON.stringify(CATALOG) });
    catalog = join(folder.path, "catalog.json");
  });
  afterEach(() => folder.remove());

  const error = { ...PLAN.findings[0]!, severity: "error" as const };

  it("2: an invalid catalog, before any call", async () => {
    const problems = [
      { path: "products.gold.role", message: "has a space", fix: "remove it" },
      { path: "provision.clients.batch.products[0]", message: "is unknown", fix: "write gold" },
    ];
    const program = toyProgram({ problemsOfProvision: () => problems });
    const { code, stdout, stderr } = await runToy([catalog, "--json"], { program });
    expect({ code, calls: program.calls }).to.deep.equal({ code: 2, calls: [] });
    expect(JSON.parse(stdout)).to.deep.equal({ report: 1, mode: "plan", exit: 2, problems });
    expect(stderr).to.match(
      /^product-auth: nothing was written, 2 problems:\n {2}1\. \S+catalog\.json:1:21 products\.gold\.role: has/,
    );
    expect(stderr).to.match(/\n {2}2\. \S+:1:\d{3} provision\.clients\.batch\.products\[0\]: is unknown/);
  });

  it("2: an option that the program refuses", async () => {
    const program = toyProgram({
      planCatalog: () =>
        Promise.reject(new ConfigurationError([{ path: "timeout", message: "is 0", fix: "write 1" }])),
    });
    expect(await runToy([catalog], { program })).to.include({ code: 2, stdout: "" });
  });

  for (const [name, plan, exits] of [
    ["changes", PLAN, { plan: 0, check: 3 }],
    ["nothing", NOTHING, { plan: 0, check: 0 }],
    ["only ids for the file", { ...NOTHING, catalog: { path: null, changed: true } }, { plan: 0, check: 3 }],
    ["a leftover", { ...NOTHING, findings: PLAN.findings }, { plan: 0, check: 0 }],
    ["an error", { ...PLAN, findings: [error] }, { plan: 1, check: 1 }],
  ] as const)
    it(`a plan with ${name}: ${JSON.stringify(exits)}`, async () => {
      for (const [mode, exit] of Object.entries(exits)) {
        const program = toyProgram({ plan });
        const args = [catalog, ...(mode === "check" ? ["--check"] : []), "--json"];
        const { code, stdout, stderr } = await runToy(args, { program });
        expect({ code, stderr }).to.deep.equal({ code: exit, stderr: "" });
        const expected = { ...plan, mode, exit, catalog: { ...plan.catalog, path: catalog } };
        expect(JSON.parse(stdout)).to.deep.equal(expected);
        expect(program.calls).to.deep.equal(["planCatalog"]);
      }
    });

  for (const typed of ["y\n", "Yes\r\n", " yes \n"])
    it(`asks on a terminal: ${JSON.stringify(typed)}`, async () => {
      const program = toyProgram();
      const { code, stdout, stderr } = await runToy([catalog, "--apply"], { program, typed });
      expect(code).to.equal(0);
      expect(program.calls).to.deep.equal(["planCatalog", "applyPlan"]);
      expect(stderr)
        .to.match(/^ {2}\+ products\.gold/)
        .and.match(
          /\n1 to add, 1 to change, 0 to delete\.\nMake these changes in tenant aaaabbbb-\S+\? \[y\/N\] $/,
        );
      expect(stdout).to.match(/^ {2}\+ products\.gold/);
    });

  for (const typed of ["", "\n", "n\n", "yess\n", "no, yes\n"])
    it(`2: asks on a terminal: ${JSON.stringify(typed)}`, async () => {
      const program = toyProgram();
      const run = await runToy([catalog, "--destroy"], { program, typed });
      expect(run).to.include({ code: 2, stdout: "" });
      expect(program.calls).to.deep.equal(["planDestroy"]);
    });

  it("asks nothing when there is nothing to do, or an error", async () => {
    for (const plan of [NOTHING, { ...PLAN, findings: [error] }]) {
      const program = toyProgram({ plan, applied: plan });
      const { stderr } = await runToy([catalog, "--apply"], { program, typed: "" });
      expect(stderr).to.equal("");
      expect(program.calls).to.deep.equal(["planCatalog", "applyPlan"]);
    }
  });

  it("1: an error in the plan: neither Entra ID nor the file is written", async () => {
    const program = toyProgram({
      plan: { ...PLAN, findings: [error] },
      applied: { ...PLAN, mode: "apply", findings: [error] },
      completeCatalog: () => "{}",
    });
    const { code, stdout } = await runToy([catalog, "--apply", "--yes"], { program });
    expect(code).to.equal(1);
    expect(stdout).to.match(/\n0 added.* 2 not done: fix the errors and run the command again\.\n$/);
    expect(await readFile(catalog, "utf8")).to.equal(JSON.stringify(CATALOG));
  });

  it("--destroy --purge deletes from the deleted items, too", async () => {
    const passed: object[] = [];
    const program = toyProgram({
      applyPlan(_, options) {
        passed.push(options);
        return Promise.resolve(done(PLAN));
      },
    });
    await runToy([catalog, "--destroy", "--yes"], { program });
    const { stdout } = await runToy([catalog, "--destroy", "--purge", "--yes", "--json"], { program });
    expect(passed.map((options) => (options as { purge?: boolean }).purge)).to.deep.equal([false, true]);
    expect(JSON.parse(stdout)).to.have.property("mode", "destroy");
  });

  it("writes a line for each wait", async () => {
    const program = toyProgram({
      planCatalog(_, { onProgress }) {
        onProgress?.({ message: "products.gold: not visible yet\u001b[2J", seconds: 2, atMost: 300 });
        return Promise.resolve({ report: PLAN } as ProvisionPlan);
      },
    });
    expect((await runToy([catalog, "--json"], { program })).stderr).to.equal(
      "products.gold: not visible yet?[2J: waiting 2 s, at most 300 s\n",
    );
  });

  it("1: interrupted; lists what was done, and completes the catalog", async () => {
    const program = toyProgram({
      async applyPlan(_, { signal }) {
        process.kill(process.pid, "SIGINT");
        await new Promise((resolve) => signal?.addEventListener("abort", resolve));
        return done(PLAN, "products.silver");
      },
    });
    const { code, stdout, stderr } = await runToy([catalog, "--apply", "--yes", "--json"], { program });
    expect(code).to.equal(1);
    expect(stderr).to.equal("product-auth: interrupted; run the command again.\n");
    expect(JSON.parse(stdout)).to.deep.include({ exit: 1, changes: done(PLAN, "products.silver").changes });
    expect(process.listenerCount("SIGINT")).to.equal(0);
  });

  it("1: the program fails; the report lists nothing as done", async () => {
    const program = toyProgram({ applyPlan: () => Promise.reject(new Error("boom")) });
    const { code, stdout } = await runToy([catalog, "--apply", "--yes", "--json"], { program });
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.have.nested.property("findings[1].message", "the run ended early: boom");
  });
});
