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
import { folderProblem, writeProject } from "#src/project/write-project.js";

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
    expect(readFileSync(join(base, "src/routes/orders.ts"), "utf8")).to.equal("mine");
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
