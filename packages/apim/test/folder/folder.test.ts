import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { compareFolder } from "#src/folder/compare-folder.js";
import { EditedFilesError, FolderError } from "#src/folder/folder-error.js";
import { readFolder } from "#src/folder/read-folder.js";
import { writeFolder } from "#src/folder/write-folder.js";
import { NAMES, setOf } from "./sets.js";

describe("the folder of an import", () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "product-auth-folder-"));
    folder = join(root, "out", "apim");
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const at = (name: string) => join(folder, name);
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail("it was written"),
      (error: unknown) => error,
    );

  it("is made, written, replaced and cleared of files that an import no longer has", async () => {
    expect(await writeFolder(folder, setOf("2"))).to.deep.equal({
      written: ["IMPORT.md", "a.json", "c.json"],
      removed: [],
    });
    expect((await readdir(folder)).sort()).to.deep.equal([".import.json", "IMPORT.md", "a.json", "c.json"]);
    expect(await writeFolder(folder, setOf("2"))).to.deep.equal({ written: [], removed: [] });
    expect(await writeFolder(folder, setOf("3"))).to.deep.equal({
      written: ["IMPORT.md", "a.json"],
      removed: ["c.json"],
    });
    expect(new Map(await readFolder(folder, NAMES))).to.deep.equal(new Map(setOf("3")));
  });

  it("gives files mode 0644, and leaves the other files of the folder alone", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(at("notes.txt"), "mine");
    await writeFolder(folder, setOf("1"));
    if (process.platform !== "win32") expect((await stat(at("a.json"))).mode & 0o777).to.equal(0o644);
    await writeFolder(folder, setOf("2"), { force: true });
    expect(await readFile(at("notes.txt"), "utf8")).to.equal("mine");
  });

  it("is the same for files in another order", async () => {
    await writeFolder(folder, setOf("2"));
    const before = await readFile(at(".import.json"), "utf8");
    const other = join(root, "other");
    await writeFolder(other, new Map([...setOf("2")].reverse()));
    expect(await readFile(join(other, ".import.json"), "utf8")).to.equal(before);
  });

  it("keeps edited files, names them, and replaces them with force", async () => {
    await writeFolder(folder, setOf("2"));
    await writeFile(at("a.json"), "edited");
    await writeFile(at("c.json"), "edited");
    const error = await failure(writeFolder(folder, setOf("3")));
    expect(error).to.be.instanceOf(EditedFilesError);
    expect((error as EditedFilesError).files).to.deep.equal(["a.json", "c.json"]);
    expect((error as EditedFilesError).code).to.equal("PRODUCT_AUTH_IMPORT_FOLDER");
    expect(await readFile(at("IMPORT.md"), "utf8")).to.equal("# 2\n");
    await writeFolder(folder, setOf("3"), { force: true });
    expect(new Map(await readFolder(folder, NAMES))).to.deep.equal(new Map(setOf("3")));
  });

  it("takes an edited file that the import leaves as it is", async () => {
    await writeFolder(folder, setOf("1"));
    await writeFile(at("a.json"), setOf("3").get("a.json")!);
    expect((await writeFolder(folder, setOf("3"))).written).to.deep.equal(["IMPORT.md"]);
  });

  it("takes other line ends, which version control makes, for no edit and no difference", async () => {
    await writeFolder(folder, setOf("1"));
    for (const name of ["a.json", "IMPORT.md"])
      await writeFile(at(name), (await readFile(at(name), "utf8")).replaceAll("\n", "\r\n"));
    expect(await compareFolder(folder, setOf("1"))).to.deep.equal([]);
    expect((await writeFolder(folder, setOf("1"))).written).to.deep.equal([]);
    expect((await writeFolder(folder, setOf("3"))).written).to.deep.equal(["IMPORT.md", "a.json"]);
  });

  it("writes a deleted file again", async () => {
    await writeFolder(folder, setOf("1"));
    await rm(at("a.json"));
    expect((await writeFolder(folder, setOf("1"))).written).to.deep.equal(["a.json"]);
  });

  it("does not replace a file that no import wrote, and never writes through a link", async function () {
    if (process.platform === "win32") return this.skip();
    await mkdir(folder, { recursive: true });
    await writeFile(join(root, "elsewhere"), "kept");
    await symlink(join(root, "elsewhere"), at("a.json"));
    expect((await failure(writeFolder(folder, setOf("1")))) as EditedFilesError).to.have.property(
      "message",
      "a.json was edited, or was not written by this command",
    );
    await writeFolder(folder, setOf("1"), { force: true });
    expect(await readFile(join(root, "elsewhere"), "utf8")).to.equal("kept");
    expect(await readFile(at("a.json"), "utf8")).to.equal(setOf("1").get("a.json"));
  });

  it("refuses names that lead elsewhere, a folder in the place of a file, and a file in the place of the folder", async () => {
    for (const name of [
      ...["../a", "a/../../b", "/a", "a//b", "a/", "./a", ".a/b", "a /b", "a\\b", "C:a"],
      ...["", ".", "..", ".import.json", "a\u0000", "a\nb"],
    ])
      expect(await failure(writeFolder(folder, new Map([[name, ""]]))), name).to.be.instanceOf(FolderError);
    expect(await readdir(root)).to.deep.equal([]);
    await mkdir(at("a.json"), { recursive: true });
    for (const force of [false, true])
      expect(await failure(writeFolder(folder, setOf("1"), { force }))).to.have.property(
        "message",
        "a.json is a folder; remove it",
      );
    await writeFile(join(root, "file"), "");
    expect(await failure(writeFolder(join(root, "file"), setOf("1")))).to.be.instanceOf(FolderError);
  });

  it("has files in folders, and removes folders that become empty", async () => {
    const [policy, value] = ["apis/orders/policy.xml", "named values/TENANT/namedValueInformation.json"];
    const files = new Map([policy, value].map((name) => [name, "{}"]));
    expect((await writeFolder(folder, files)).written).to.deep.equal([policy, value]);
    expect(await compareFolder(folder, files)).to.deep.equal([]);
    expect(new Map(await readFolder(folder, [policy]))).to.deep.equal(new Map([[policy, "{}"]]));
    await writeFile(at("apis/notes.txt"), "mine");
    expect((await writeFolder(folder, setOf("1"))).removed).to.deep.equal([policy, value]);
    expect((await readdir(folder)).sort()).to.deep.equal([".import.json", "IMPORT.md", "a.json", "apis"]);
    expect(await readdir(at("apis"))).to.deep.equal(["notes.txt"]);
  });

  it("writes nothing through a link that stands for one of its folders", async () => {
    await mkdir(folder, { recursive: true });
    await mkdir(join(root, "elsewhere"));
    await symlink(join(root, "elsewhere"), at("apis"));
    for (const force of [false, true])
      expect(await failure(writeFolder(folder, new Map([["apis/a", ""]]), { force }))).to.have.property(
        "message",
        "apis is no folder; remove it",
      );
    expect(await readdir(join(root, "elsewhere"))).to.deep.equal([]);
  });

  it("compares what it has with a new set, and changes nothing", async () => {
    expect(await compareFolder(folder, setOf("1"))).to.deep.equal([
      { file: "IMPORT.md", change: "add" },
      { file: "a.json", change: "add" },
    ]);
    expect(await readdir(root)).to.deep.equal([]);
    await writeFolder(folder, setOf("2"));
    expect(await compareFolder(folder, setOf("2"))).to.deep.equal([]);
    expect(await compareFolder(folder, setOf("3"))).to.deep.equal([
      { file: "IMPORT.md", change: "replace" },
      { file: "a.json", change: "replace" },
      { file: "c.json", change: "remove" },
    ]);
  });

  it("with an interrupted import and an edit behind it is read by none, and written with force", async () => {
    await writeFolder(folder, setOf("1"));
    const journal = { import: 1, files: Object.fromEntries(setOf("3")), remove: [], before: {} };
    await writeFile(at(".import-next.json"), JSON.stringify(journal));
    expect(await failure(readFolder(folder, NAMES))).to.be.instanceOf(FolderError);
    expect(await failure(writeFolder(folder, setOf("5")))).to.be.instanceOf(EditedFilesError);
    await writeFolder(folder, setOf("5"), { force: true });
    expect(new Map(await readFolder(folder, NAMES))).to.deep.equal(new Map(setOf("5")));
  });

  it("does not follow a journal that leads out of the folder", async () => {
    await mkdir(folder, { recursive: true });
    for (const files of [{ "../x": "" }, { "a.json": 1 }, [], null]) {
      await writeFile(at(".import-next.json"), JSON.stringify({ files, remove: [], before: {} }));
      expect(await failure(writeFolder(folder, setOf("1"), { force: true }))).to.be.instanceOf(FolderError);
      expect(await failure(readFolder(folder, NAMES))).to.be.instanceOf(FolderError);
    }
    expect(await readdir(root)).to.deep.equal(["out"]);
  });

  it("read while imports replace it is always of one import", async () => {
    await writeFolder(folder, setOf("1"));
    const writing = (async () => {
      for (let version = 2; version < 12; version++) await writeFolder(folder, setOf(String(version)));
    })();
    let done = false;
    void writing.finally(() => (done = true));
    while (!done) {
      const seen = await readFolder(folder, NAMES);
      const version = /\d+/.exec(seen.get("a.json") ?? "")![0];
      expect(new Map(seen)).to.deep.equal(new Map(setOf(version)));
    }
    await writing;
  });

  it("written by two imports at once has the set of one of them", async () => {
    await Promise.all(["1", "2", "3"].map((version) => writeFolder(folder, setOf(version))));
    const seen = await readFolder(folder, NAMES);
    expect(new Map(seen)).to.deep.equal(new Map(setOf(/\d+/.exec(seen.get("a.json") ?? "")![0])));
  });
});
