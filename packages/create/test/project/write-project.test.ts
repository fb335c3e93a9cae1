import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { folderProblem, WriteError, writeProject } from "#src/project/write-project.js";

describe("writing a project", () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "create-"));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const files = new Map([
    ["package.json", "{}"],
    ["src/routes/orders.ts", "orders"],
  ]);
  const everything = () => readdirSync(base, { recursive: true, encoding: "utf8" }).sort();

  it("makes the folders that are missing", () => {
    writeProject(join(base, "a/b"), files);
    expect(readFileSync(join(base, "a/b/src/routes/orders.ts"), "utf8")).to.equal("orders");
  });

  it("leaves a folder that was there, and nothing else, when it is undone", () => {
    writeProject(base, files)();
    expect(everything()).to.deep.equal([]);
  });

  it("removes the folders that it made when it is undone", () => {
    writeProject(join(base, "a/b"), files)();
    expect(everything()).to.deep.equal([]);
  });

  for (const [what, late] of [
    ["a folder where a file should be", "src"],
    ["a path below a file", "package.json/x"],
  ] as const)
    it(`leaves nothing behind after ${what}`, () => {
      for (const folder of [base, join(base, "new")]) {
        expect(() => writeProject(folder, new Map([...files, [late, "late"]]))).to.throw();
        expect(everything()).to.deep.equal([]);
      }
    });

  it("overwrites no file, and keeps one that another program wrote in the meantime", () => {
    mkdirSync(join(base, "src/routes"), { recursive: true });
    writeFileSync(join(base, "src/routes/orders.ts"), "mine");
    expect(() => writeProject(base, files)).to.throw("EEXIST");
    expect(everything()).to.deep.equal(["src", "src/routes", "src/routes/orders.ts"]);
    rmSync(join(base, "src/routes"), { recursive: true });
    expect(() => writeProject(base, files)).to.throw("EEXIST");
    expect(everything()).to.deep.equal(["src"]);
    mkdirSync(join(base, "src/routes"), { recursive: true });
    writeFileSync(join(base, "src/routes/orders.ts"), "mine");
    expect(readFileSync(join(base, "src/routes/orders.ts"), "utf8")).to.equal("mine");
  });

  it("writes nothing through a link that another program made in the meantime", () => {
    mkdirSync(join(base, "elsewhere"));
    mkdirSync(join(base, "api"));
    symlinkSync(join(base, "elsewhere"), join(base, "api/src"));
    expect(() => writeProject(join(base, "api"), files)).to.throw("EEXIST");
    expect(everything()).to.deep.equal(["api", "api/src", "elsewhere"]);
  });

  it("names what it could not remove, such as a folder with a file of another program", () => {
    const undo = writeProject(join(base, "api"), files);
    writeFileSync(join(base, "api/src/mine.ts"), "mine");
    expect(undo()).to.deep.equal([join(base, "api/src"), join(base, "api")]);
    expect(everything()).to.deep.equal(["api", "api/src", "api/src/mine.ts"]);
  });

  it("throws what went wrong, and what is left", () => {
    expect(() => writeProject(join(base, "x".repeat(300)), files))
      .to.throw(WriteError, "The project cannot be written: ENAMETOOLONG")
      .with.property("left")
      .that.deep.equals([]);
  });

  it("ends where the file system refuses every folder", function () {
    if (process.platform !== "linux") {
      Object.assign(this.test!, { skipReason: "only Linux has /proc" });
      this.skip();
    }
    expect(() => writeProject("/proc/x/y", files)).to.throw(WriteError, "ENOENT");
  });

  describe("a folder can be used", () => {
    it("when it is empty, or new", () => {
      expect(folderProblem(base)).to.equal(undefined);
      expect(folderProblem(join(base, "a/b"))).to.equal(undefined);
    });

    it("not when it has a file, also a hidden one", () => {
      writeFileSync(join(base, ".hidden"), "");
      expect(folderProblem(base)).to.equal("is not empty");
    });

    it("not when it is a file, or a link that leads nowhere", () => {
      writeFileSync(join(base, "file"), "");
      symlinkSync(join(base, "nowhere"), join(base, "link"));
      expect(folderProblem(join(base, "file"))).to.equal("is a file, or below one");
      expect(folderProblem(join(base, "link"))).to.equal("is a link that leads nowhere");
    });

    it("when a link leads to an empty one", () => {
      mkdirSync(join(base, "empty"));
      symlinkSync(join(base, "empty"), join(base, "link"));
      expect(folderProblem(join(base, "link"))).to.equal(undefined);
    });
  });
});
