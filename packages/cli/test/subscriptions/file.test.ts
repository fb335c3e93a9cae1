import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { newFolder, run } from "./support/command.js";

describe("subscriptions in a file, from the shell", function () {
  this.timeout(30_000); // many processes
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => void (folder = await newFolder()));
  after(() => folder.remove());

  const at = (file: string, ...args: string[]) => run([...args, "--store", file], { cwd: folder.path });
  const admin = (...args: string[]) => at("file:subscriptions.json", ...args);

  it("create makes the file and says so; the keys are shown once, and that is said, too", async () => {
    const { code, stdout, stderr } = await admin("create", "--scope", "/products/pro", "--id", "shown");
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/^There was no file subscriptions\.json: it is made\.$/m);
    const keys = stdout.match(/pask_\w{38}/g) ?? [];
    expect(new Set(keys).size).to.equal(2);
    expect(stdout).to.contain("New keys are shown this once");
    const stored = await readFile(join(folder.path, "subscriptions.json"), "utf8");
    for (const key of keys) expect(stored).not.to.contain(key);
  });

  it("list shows it in aligned columns", async () => {
    await admin(
      "create",
      "--scope",
      "/products/a-longer-name",
      "--id",
      "a-longer-id",
      "--state",
      "submitted",
    );
    const [titles = "", ...rows] = (await admin("list")).stdout.trimEnd().split("\n");
    expect(titles).to.match(/^ID +STATE +SCOPE +CREATED +PRIMARY +SECONDARY$/);
    expect(rows).to.have.length(2);
    for (const row of rows)
      for (const [title, word] of [
        ["STATE", /active|submitted/],
        ["SCOPE", /\/products/],
        ["CREATED", /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/],
        ["PRIMARY", /pask_….{4}/],
      ] as const)
        expect(row.search(word), title).to.equal(titles.indexOf(title));
  });

  it("a file URL works as well as a path", async () => {
    const url = pathToFileURL(join(folder.path, "subscriptions.json")).href;
    expect((await at(url, "show", "shown")).code).to.equal(0);
  });

  it("control characters in the store do not reach the terminal", async () => {
    const sly = "\u001b[2J\u202eno\nit";
    await admin("create", "--scope", "/products/pro", "--id", "sly", "--name", sly, "--comment", sly);
    for (const words of [
      ["list"],
      ["show", "sly", "--json"],
      ["suspend", "sly", "--comment", sly],
      ["show", "sly"],
    ]) {
      const { code, stdout, stderr } = await admin(...words);
      expect(code).to.equal(0);
      for (const character of sly.slice(0, 1) + "\u202e")
        expect((stdout + stderr).includes(character), words.join(" ")).to.equal(false);
    }
  });

  it("only create makes a file: for everybody else a misspelt path is one", async () => {
    for (const words of [["list"], ["show", "x"], ["suspend", "x"], ["delete", "x", "--yes"]])
      expect(await at("file:misspelt.json", ...words), words[0]).to.deep.equal({
        code: 2,
        stdout: "",
        stderr: "product-auth: there is no file misspelt.json; the verb create makes it.\n",
      });
  });

  it("a broken file is named with line and column, in one line, and stays as it is", async () => {
    const broken = join(folder.path, "broken.json");
    await writeFile(broken, '{ "version": 1,\n  "subscriptions": [ }');
    for (const words of [["list"], ["create", "--scope", "/products/pro"]]) {
      const { code, stdout, stderr } = await at("file:broken.json", ...words);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.match(/^product-auth: \S*broken\.json:2:\d+ [^\n]+\n$/);
    }
    expect(await readFile(broken, "utf8")).to.equal('{ "version": 1,\n  "subscriptions": [ }');
  });
});
