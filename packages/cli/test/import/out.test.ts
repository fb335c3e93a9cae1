import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { inFolder } from "./support/in-folder.js";
import { importWith, lost, nothing, runToy } from "./support/toy-import.js";

describe("product-auth import --out and --check", () => {
  let folder: string;
  let out: string;
  inFolder((path) => {
    folder = path;
    out = join(folder, "out");
  });

  it("writes, changes nothing the second time, and finds drift with 3", async () => {
    expect((await runToy(["x", "--out", out, "--check"], nothing)).code).to.equal(3);
    expect(await readdir(folder)).to.deep.equal([]);
    const first = await runToy(["x", "--out", out], nothing);
    expect(first.stdout).to.match(
      /out: wrote \.env\.example, IMPORT\.md\.\nThere is no catalog: .+\n\n0 carried/,
    );
    const before = await stat(join(out, "IMPORT.md"));
    expect((await runToy(["x", "--out", out], nothing)).stdout).to.include("out is up to date.");
    expect((await stat(join(out, "IMPORT.md"))).mtimeMs).to.equal(before.mtimeMs);
    const same = await runToy(["x", "--out", out, "--check"], nothing);
    expect(same).to.include({ code: 0 });
    expect(same.stdout).to.include("out has what the import would write.");
    const changed = importWith({ environment: ["A"] });
    const drift = await runToy(["x", "--out", out, "--check", "--json"], changed);
    expect(drift.code).to.equal(3);
    expect(drift.stderr).to.match(
      /the import would replace \.env\.example\.\n.*would replace IMPORT\.md\.\n$/,
    );
    expect(await readFile(join(out, ".env.example"), "utf8")).to.not.include("A=");
  });

  it("ends with 1 rather than 3 when something is lost", async () => {
    const imported = importWith({ exit: 1, findings: [lost] });
    expect((await runToy(["x", "--out", out, "--check"], imported)).code).to.equal(1);
    expect((await runToy(["x", "--out", out], imported)).code).to.equal(1);
    expect(await readdir(out)).to.include("IMPORT.md");
  });

  it("keeps an edited file, names it, and replaces it with --force", async () => {
    await runToy(["x", "--out", out], nothing);
    await writeFile(join(out, ".env.example"), "mine");
    expect((await runToy(["x", "--out", out, "--check"], nothing)).code).to.equal(3);
    const changed = importWith({ environment: ["A"] });
    const refused = await runToy(["x", "--out", out], changed);
    expect(refused).to.include({ code: 2, stdout: "" });
    expect(refused.stderr).to.include(".env.example was edited").and.include("--force");
    expect(await readFile(join(out, ".env.example"), "utf8")).to.equal("mine");
    expect((await runToy(["x", "--out", out, "--force"], changed)).code).to.equal(0);
    expect(await readFile(join(out, ".env.example"), "utf8")).to.equal("A=\n");
  });

  it("ends with 2 where it cannot write", async () => {
    await writeFile(out, "a file");
    const { code, stdout, stderr } = await runToy(["x", "--out", out], nothing);
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.include("--out: ");
  });
});
