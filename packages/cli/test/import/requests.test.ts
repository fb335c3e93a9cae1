import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { inFolder } from "./support/in-folder.js";
import { importWith, nothing, runToy } from "./support/toy-import.js";

describe("product-auth import --requests", () => {
  let folder: string;
  let file: string;
  inFolder((path) => {
    folder = path;
    file = join(folder, "requests.sh");
  });

  it("writes a script, and leaves it as it is the second time", async () => {
    const { code, stdout } = await runToy(["x", "--requests", file], nothing);
    expect(code).to.equal(0);
    expect(stdout).to.include("requests.sh: calls for the rules written.");
    expect(await readFile(file, "utf8")).to.match(/^#!\/bin\/sh\n/);
    const before = await stat(file);
    const again = await runToy(["x", "--requests", file], nothing);
    expect(again.stdout).to.include("requests.sh is up to date.");
    expect((await stat(file)).mtimeMs).to.equal(before.mtimeMs);
  });

  it("replaces a file with another content with --force only, and writes nothing else before", async () => {
    await writeFile(file, "mine");
    const out = join(folder, "out");
    const imported = importWith({ environment: ["A"] });
    const refused = await runToy(["x", "--requests", file, "--out", out], imported);
    expect(refused).to.include({ code: 2, stdout: "" });
    expect(refused.stderr).to.include("--requests names a file with another content; --force replaces it");
    expect(await readFile(file, "utf8")).to.equal("mine");
    expect(await stat(out).catch(() => "absent")).to.equal("absent");
    expect((await runToy(["x", "--requests", file, "--force"], imported)).code).to.equal(0);
    expect(await readFile(file, "utf8")).to.match(/^#!\/bin\/sh\n/);
  });

  it("ends with 2 where it cannot write", async () => {
    const { code, stderr } = await runToy(["x", "--requests", join(folder, "absent", "r.sh")], nothing);
    expect(code).to.equal(2);
    expect(stderr).to.include("--requests cannot be written (ENOENT)");
    expect((await runToy(["x", "--requests", folder], nothing)).stderr).to.include("EISDIR");
  });
});
