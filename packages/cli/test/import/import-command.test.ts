import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
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

  it("killed at any moment it leaves a folder that the next import completes", async function () {
    if (process.platform === "win32") return this.skip();
    const input = join(root, "input");
    await cp(join(cases, "apiops-b-typical", "input"), input, { recursive: true });
    const out = join(root, "killed");
    for (const wait of [60, 90, 120, 150, 180]) {
      const child = spawn(process.execPath, [main, "import", input, "--out", out], { stdio: "ignore" });
      const closed = new Promise((resolve) => child.on("close", resolve));
      await pause(wait);
      child.kill("SIGKILL");
      await closed;
      const { code, stderr } = await runHere(["import", input, "--out", out]);
      expect(code, stderr).to.be.oneOf([0, 1]);
      expect((await runHere(["import", input, "--out", out, "--check"])).code).to.equal(code);
      await writeFile(
        join(input, "more.xml"),
        `<policies><inbound><base /></inbound></policies>${" ".repeat(wait)}`,
      );
      expect(readdirSync(out).filter((name) => name.endsWith(".tmp"))).to.deep.equal([]);
    }
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
