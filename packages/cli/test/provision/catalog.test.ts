import { execFileSync } from "node:child_process";
import { chmod, lstat, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import * as graph from "@product-auth/graph";
import { CATALOG, done, NOTHING, PLAN } from "./support/reports.js";
import { ENV, folderWith, runToy, toyProgram } from "./support/toy.js";

const TEXT = `${JSON.stringify(CATALOG, undefined, 3).replaceAll("\n", "\r\n")}\r\n`;
const COMPLETED = TEXT.replace('"displayName": "Gold"', '"displayName": "Gold", "audience": "api://1"');

describe("the catalog of product-auth provision", () => {
  let folder: Awaited<ReturnType<typeof folderWith>>;
  const at = (name: string) => join(folder.path, name);
  const textOf = (name: string) => readFile(at(name), "utf8");
  beforeEach(async () => {
    folder = await folderWith({ "catalog.json": TEXT });
  });
  afterEach(() => folder.remove());

  const apply = (args: readonly string[] = [], program = toyProgram()) =>
    runToy([at("catalog.json"), "--apply", "--yes", ...args], { program });

  it("is completed by --apply, and keeps line ends and mode", async () => {
    await chmod(at("catalog.json"), 0o640);
    const { code, stdout, stderr } = await apply();
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.match(/1 added, 1 changed, 0 deleted\. \S+catalog\.json was written\.\n$/);
    expect(await textOf("catalog.json")).to.equal(COMPLETED);
    expect((await stat(at("catalog.json"))).mode & 0o777).to.equal(0o640);
    expect(await readdir(folder.path)).to.deep.equal(["catalog.json"]);
  });

  it("has the values of its variables in the plan, and keeps its text", async () => {
    const text = JSON.stringify({ products: { gold: { displayName: "${env:GOLD}" } } });
    await writeFile(at("catalog.json"), text);
    const planned: string[] = [];
    const toy = toyProgram();
    const program = toyProgram({
      problemsOfProvision: graph.problemsOfProvision,
      planCatalog(catalog, options) {
        planned.push(catalog.products["gold"]!.displayName!);
        return toy.planCatalog(catalog, options);
      },
    });
    const run = (env: object) => runToy([at("catalog.json")], { program, env: { ...ENV, ...env } });
    const { code, stderr } = await run({});
    expect(code).to.equal(2);
    expect(stderr).to.contain("products.gold.displayName: needs the variable GOLD, which is not set");
    expect((await run({ GOLD: "GoldPlus" })).code).to.equal(0);
    expect(planned).to.deep.equal(["GoldPlus"]);
    const wrong = await run({ GOLD: "x".repeat(201) });
    expect(wrong.stderr).to.contain("has 201 characters");
    expect(await textOf("catalog.json")).to.equal(text);
  });

  it("keeps its byte order mark", async () => {
    await writeFile(at("catalog.json"), `\uFEFF${TEXT}`);
    expect((await apply()).code).to.equal(0);
    expect(await textOf("catalog.json")).to.equal(`\uFEFF${COMPLETED}`);
  });

  it("is replaced through symbolic links", async () => {
    await symlink("catalog.json", at("link.json"));
    const { code } = await runToy([at("link.json"), "--apply", "--yes"]);
    expect(code).to.equal(0);
    expect((await lstat(at("link.json"))).isSymbolicLink()).to.equal(true);
    expect(await textOf("catalog.json")).to.equal(COMPLETED);
  });

  it("is completed as it is now, when it was changed meanwhile", async () => {
    const changed = TEXT.replace('"orders"', '"orders/v2"');
    const toy = toyProgram();
    const program = toyProgram({
      async applyPlan(plan, options) {
        await writeFile(at("catalog.json"), changed);
        return toy.applyPlan(plan, options);
      },
    });
    expect((await apply([], program)).code).to.equal(0);
    expect(await textOf("catalog.json")).to.equal(
      changed.replace('"displayName": "Gold"', '"displayName": "Gold", "audience": "api://1"'),
    );
  });

  it("waits until a half-written file is complete", async () => {
    const toy = toyProgram();
    const program = toyProgram({
      async applyPlan(plan, options) {
        await writeFile(at("catalog.json"), TEXT.slice(0, 20));
        setTimeout(() => void writeFile(at("catalog.json"), TEXT), 120);
        return toy.applyPlan(plan, options);
      },
      completeCatalog(text, report) {
        JSON.parse(text);
        return toy.completeCatalog(text, report);
      },
    });
    expect((await apply([], program)).code).to.equal(0);
    expect(await textOf("catalog.json")).to.equal(COMPLETED);
  });

  it("is completed after a refusal, too", async () => {
    const refused = { ...done(PLAN, "products.silver"), exit: 1 as const };
    const error = { ...PLAN.findings[0]!, severity: "error" as const };
    const program = toyProgram({ applied: { ...refused, findings: [error] } });
    const { code, stdout } = await apply(["--json"], program);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.deep.include({
      mode: "apply",
      exit: 1,
      catalog: { path: at("catalog.json"), changed: true },
    });
    expect(await textOf("catalog.json")).to.equal(COMPLETED);
  });

  it("1: is gone at the end; the report states it", async () => {
    const toy = toyProgram();
    const program = toyProgram({
      async applyPlan(plan, options) {
        await folder.remove();
        return toy.applyPlan(plan, options);
      },
    });
    const { code, stdout } = await apply(["--json"], program);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.have.nested.property("findings[1].at", "catalog");
  }).timeout(5_000);

  it("is not touched by a plan, --check, or a run without changes", async () => {
    const before = await stat(at("catalog.json"));
    expect((await runToy([at("catalog.json")])).code).to.equal(0);
    expect((await runToy([at("catalog.json"), "--check"])).code).to.equal(3);
    expect((await apply([], toyProgram({ plan: NOTHING }))).code).to.equal(0);
    expect(await stat(at("catalog.json"))).to.deep.include({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  it("--out takes the completed catalog; a second run changes nothing", async () => {
    const { code, stdout } = await apply(["--out", at("out.json"), "--json"]);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ catalog: { path: at("out.json"), changed: true } });
    expect(await textOf("catalog.json")).to.equal(TEXT);
    expect(await textOf("out.json")).to.equal(COMPLETED);
    const again = await apply(["--out", at("out.json"), "--json"]);
    expect(JSON.parse(again.stdout)).to.deep.include({ catalog: { path: at("out.json"), changed: false } });
  });

  it("2: cannot be written; nothing was written to Entra ID", async () => {
    const program = toyProgram();
    const { code, stderr } = await apply(["--out", at("nowhere/out.json")], program);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^product-auth: --out cannot be written \(ENOENT\)/);
    expect(program.calls).to.deep.equal(["planCatalog"]);
  });

  it("2: --out is a folder, a device or a pipe; nothing was written to Entra ID, and it is still there", async () => {
    const pipe = at("pipe");
    execFileSync("mkfifo", [pipe]);
    for (const out of [folder.path, "/dev/null", pipe]) {
      const before = await stat(out);
      const program = toyProgram();
      const { code, stderr } = await apply(["--out", out], program);
      expect(code).to.equal(2);
      expect(stderr).to.contain("--out cannot be written (it is not a regular file)");
      expect(program.calls).to.deep.equal(["planCatalog"]);
      expect((await stat(out)).ino).to.equal(before.ino);
    }
  });

  it("is a pipe: it is read once, and completed to --out only", async () => {
    const pipe = at("pipe");
    execFileSync("mkfifo", [pipe]);
    const refused = toyProgram();
    const [first] = await Promise.all([
      runToy([pipe, "--apply", "--yes"], { program: refused }),
      writeFile(pipe, TEXT),
    ]);
    expect(first.code).to.equal(2);
    expect(first.stderr).to.contain("--out FILE writes the completed catalog to another file");
    expect(refused.calls).to.deep.equal(["planCatalog"]);
    const [second] = await Promise.all([
      runToy([pipe, "--apply", "--yes", "--out", at("out.json")]),
      writeFile(pipe, TEXT),
    ]);
    expect(second).to.include({ code: 0, stderr: "" });
    expect(await textOf("out.json")).to.equal(COMPLETED);
  });

  it("1: becomes a pipe, or invalid, during the run: it is not waited for, and the report does not repeat it", async () => {
    for (const change of [
      () => execFileSync("sh", ["-c", 'rm "$1" && mkfifo "$1"', "sh", at("catalog.json")]),
      () => execFileSync("sh", ["-c", 'rm "$1" && echo "{ s3cret" > "$1"', "sh", at("catalog.json")]),
    ]) {
      const toy = toyProgram();
      const program = toyProgram({
        completeCatalog: graph.completeCatalog,
        applyPlan(plan, options) {
          change();
          return toy.applyPlan(plan, options);
        },
      });
      await rm(at("catalog.json"));
      await writeFile(at("catalog.json"), TEXT);
      const { code, stdout, stderr } = await apply(["--json"], program);
      expect(code).to.equal(1);
      expect(JSON.parse(stdout)).to.have.nested.property("findings[1].at", "catalog");
      expect(stdout + stderr).to.not.contain("s3cret");
    }
  }).timeout(10_000);

  for (const [name, text, line] of [
    ["not JSON", '{ "a": s3cret }', /catalog\.json:1:8: is not valid JSON/],
    ["not UTF-8", Buffer.from([0x22, 0xff, 0x22]), /catalog\.json: is not UTF-8/],
  ] as const)
    it(`2: ${name}`, async () => {
      await writeFile(at("catalog.json"), text);
      const program = toyProgram();
      const { code, stdout, stderr } = await apply([], program);
      expect({ code, stdout, calls: program.calls }).to.deep.equal({ code: 2, stdout: "", calls: [] });
      expect(stderr).to.match(line).and.not.contain("s3cret");
    });

  it("2: does not exist", async () => {
    const { code, stderr } = await runToy([at("none.json")]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("none.json: does not exist");
  });

  describe("in a module", function () {
    this.timeout(10_000); // a process each

    it("is read in another process, whose output goes to stderr, and is never written", async () => {
      const source = `console.log("loading"); setInterval(() => {}, 1e6);
        export default { ...${JSON.stringify(CATALOG)}, onRefusal() {} };`;
      await writeFile(at("catalog.mjs"), source);
      const passed: unknown[] = [];
      const toy = toyProgram();
      const program = toyProgram({
        planCatalog(catalog, options) {
          passed.push(catalog);
          return toy.planCatalog(catalog, options);
        },
      });
      const args = [at("catalog.mjs"), "--apply", "--yes"];
      const plain = await runToy(args, { program });
      expect(plain).to.include({
        code: 0,
        stderr: "The module was not changed; --out FILE writes the completed catalog.\n",
      });
      expect(passed).to.deep.equal([CATALOG]);
      expect(await textOf("catalog.mjs")).to.equal(source);
      expect((await runToy([...args, "--out", at("out.json")], { program })).code).to.equal(0);
      expect(JSON.parse(await textOf("out.json"))).to.have.nested.property(
        "products.gold.audience",
        "api://1",
      );
    });

    for (const [name, source, line] of [
      ["throws", 'throw new Error("no database")', /cannot be loaded: no database/],
      ["exports nothing", "export const catalog = {}", /has no default export that is a catalog/],
      ["ends its process", "process.exit(7)", /ended its process \(7\)/],
    ] as const)
      it(`2: ${name}`, async () => {
        await writeFile(at("catalog.mjs"), source);
        const { code, stderr } = await runToy([at("catalog.mjs")]);
        expect(code).to.equal(2);
        expect(stderr).to.match(line);
      });
  });
});
