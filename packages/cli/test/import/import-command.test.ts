import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ImportReport } from "@product-auth/apim";
import { expect } from "chai";
import { runHere, runOnceAsProgram, runProgram } from "../run.js";

const cases = fileURLToPath(new URL("../../../apim/test/corpus/cases/", import.meta.url));
const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

interface Case {
  readonly input: string;
  readonly flags: readonly string[];
  /** Texts that must come out nowhere. */
  readonly absent: readonly string[];
}

const jsonOf = <T>(...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8")) as T;

/** Every file below a folder, with its text. */
const textsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

describe("product-auth import, as a command", function () {
  this.timeout(30_000); // processes
  let root: string;
  before(async () => void (root = await mkdtemp(join(tmpdir(), "product-auth-import-"))));
  after(() => rm(root, { recursive: true, force: true }));

  for (const id of readdirSync(cases))
    it(`${id}: ends as the report says, and no secret or absolute path comes out`, async () => {
      const cwd = join(cases, id);
      const { input, flags, absent } = jsonOf<Case>(cwd, "case.json");
      const expected = jsonOf<ImportReport>(cwd, "expected.json");
      const before = readdirSync(cwd, { recursive: true }).length;
      const out = join(root, id);
      const withJson = ["import", input, ...flags, "--json", "--out", out];
      const json = await runOnceAsProgram(["import"], withJson, { cwd });
      expect(json.code, json.stderr).to.equal(expected.exit);
      expect((JSON.parse(json.stdout) as ImportReport).exit).to.equal(expected.exit);
      const text = await runHere(["import", input, ...flags, "--out", out, "--check"], { cwd });
      expect(text.code, text.stderr).to.equal(expected.exit);
      expect(text.stdout).to.match(/^\d+ carried · \d+ with a difference · \d+ lost · .+ held$/m);
      const written = textsIn(out);
      for (const [name, all] of [
        ...written,
        ["stdout", json.stdout + text.stdout],
        ["stderr", json.stderr + text.stderr],
      ] as const) {
        for (const secret of absent) expect(all.includes(secret), `a secret in ${name}`).to.equal(false);
        if (written.has(name)) expect(all.includes(cwd), `an absolute path in ${name}`).to.equal(false);
      }
      expect(readdirSync(cwd, { recursive: true }).length).to.equal(before);
    });

  it("killed while it writes it leaves a folder that the next import completes", async function () {
    if (process.platform === "win32") return this.skip();
    const input = join(cases, "apiops-b-typical", "input");
    for (const sign of [".import.lock", ".import-next.json", "catalog.json", ".import.json"]) {
      const out = join(root, `killed-at-${sign}`);
      const child = spawn(process.execPath, [main, "import", input, "--out", out], { stdio: "ignore" });
      let isRunning = true;
      const closed = new Promise<void>((resolve) => child.on("close", resolve)).then(
        () => void (isRunning = false),
      );
      while (isRunning && !existsSync(join(out, sign))) await nextTurn();
      child.kill("SIGKILL");
      await closed;
      const { code, stderr } = await runHere(["import", input, "--out", out]);
      expect(code, stderr).to.be.oneOf([0, 1]);
      expect((await runHere(["import", input, "--out", out, "--check"])).code).to.equal(code);
      const hidden = readdirSync(out).filter((name) => name.startsWith(".import"));
      expect(hidden).to.deep.equal([".import.json"]);
    }
  });

  it("names of files that control a terminal do nothing there, nor in IMPORT.md", async function () {
    if (process.platform === "win32") return this.skip();
    const input = join(root, "hostile");
    const name = "\u001B[2J\u009B1m\n| a | [b](javascript:c) <img>\u202E.xml";
    await mkdir(input);
    await writeFile(
      join(input, name),
      "<policies><inbound><validate-jwt header-name='x' /><ip-filter action='allow'><address>192.0.2.1</address></ip-filter></inbound></policies>",
    );
    const out = join(root, "hostile-out");
    for (const flags of [[], ["--json"], ["--out", out], ["--out", out, "--check"]]) {
      const { code, stdout, stderr } = await runHere(["import", input, ...flags]);
      expect(code, stderr).to.equal(1);
      expect(stdout + stderr).to.not.match(/(?!\n)[\p{Cc}\p{Cf}]/u);
    }
    const guide = readFileSync(join(out, "IMPORT.md"), "utf8");
    expect(guide).to.not.match(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(guide).to.not.match(/[^\\](?:<img|\[b\])/);
    expect(guide).to.not.match(/^\| a/m);
    const absent = await runHere(["import", join(input, "\u001B[2J")]);
    expect(absent.code).to.equal(2);
    expect(absent.stderr).to.not.match(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it("2: an input that is not there or is nothing that can be imported, and nothing is written", async () => {
    const notes = join(root, "notes.txt");
    await writeFile(notes, "notes");
    for (const path of [join(root, "absent"), notes]) {
      const { code, stdout, stderr } = await runProgram(["import", path, "--out", join(root, "none")]);
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.match(/^product-auth: .+\n$/);
    }
    expect(readdirSync(root)).to.not.include("none");
  });
});
