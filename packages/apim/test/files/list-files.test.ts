import { expect } from "chai";
import { mkdir, rm, symlink, writeFile, chmod } from "node:fs/promises";
import { join } from "node:path";
import { listFiles } from "#src/files/list-files.js";
import { loadFiles } from "#src/files/load-files.js";
import { ByteBudget } from "#src/files/read-bytes.js";
import { InputError } from "#src/files/input-error.js";
import { readInputs } from "#src/inputs/read-inputs.js";
import { POLICY, refusal, withFolder } from "../inputs/support/written-folder.js";

const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await listFiles(folder)).files.map(({ name }) => name);

describe("files of an input", () => {
  it("come in the order of their names, without folders of tools", () =>
    withFolder(
      {
        "b/x": "",
        "a.txt": "",
        "b.txt": "",
        ".git/x": "",
        "b/node_modules/x": "",
        ".terraform/x": "",
        ".hidden/x": "",
      },
      async (folder) => expect(await namesIn(folder)).to.deep.equal([".hidden/x", "a.txt", "b.txt", "b/x"]),
    ));

  it("behind links inside the input are followed, once each way", () =>
    withFolder({ "in/a/p.xml": POLICY, "in/b/q.xml": POLICY }, async (folder) => {
      await symlink("../a", join(folder, "in/b/linked"));
      await symlink("..", join(folder, "in/a/up"));
      await symlink("p.xml", join(folder, "in/a/same.xml"));
      expect(await namesIn(join(folder, "in"))).to.deep.equal([
        "a/p.xml",
        "a/same.xml",
        "b/linked/p.xml",
        "b/linked/same.xml",
        "b/q.xml",
      ]);
    }));

  it("behind links that leave the input are not followed, and those that lead nowhere are findings", () =>
    withFolder({ "in/p.xml": POLICY, "out/secret.xml": POLICY, inner: "" }, async (folder) => {
      await symlink("../out", join(folder, "in/out"));
      await symlink("../out/secret.xml", join(folder, "in/secret.xml"));
      await symlink("/etc/passwd", join(folder, "in/passwd"));
      await symlink("gone", join(folder, "in/gone"));
      await symlink("loop", join(folder, "in/loop"));
      const { files, findings } = await listFiles(join(folder, "in"));
      expect(files.map(({ name }) => name)).to.deep.equal(["p.xml"]);
      expect(findings.map(({ severity, code, at }) => `${severity} ${code} ${at}`).sort()).to.deep.equal([
        "info link-outside out",
        "info link-outside passwd",
        "info link-outside secret.xml",
        "lost unreadable gone",
        "lost unreadable loop",
      ]);
    }));

  it("of an input that is a link itself are read", () =>
    withFolder({ "real/p.xml": POLICY }, async (folder) => {
      await symlink("real", join(folder, "link"));
      expect(await namesIn(join(folder, "link"))).to.deep.equal(["p.xml"]);
    }));

  it("nest at most 32 folders deep", () =>
    withFolder({}, async (folder) => {
      await mkdir(join(folder, ...Array.from({ length: 32 }, () => "d")), { recursive: true });
      expect(await namesIn(folder)).to.deep.equal([]);
      await mkdir(join(folder, ...Array.from({ length: 33 }, () => "d")), { recursive: true });
      expect(await refusal(listFiles(folder))).to.be.instanceOf(InputError);
    }));

  it("number 10,000 within seconds", function () {
    this.timeout(30_000);
    return withFolder({}, async (folder) => {
      const names = Array.from({ length: 10_000 }, (_, i) => join(folder, `${i}.xml`));
      for (let i = 0; i < names.length; i += 500)
        await Promise.all(names.slice(i, i + 500).map((name) => writeFile(name, POLICY)));
      const calls: number[] = [];
      const start = performance.now();
      const { documents } = await readInputs([folder], { onProgress: ({ read }) => calls.push(read) });
      expect(documents).to.have.length(10_000);
      expect(calls.at(-1)).to.equal(10_000);
      expect(performance.now() - start).to.be.below(10_000);
    });
  });
});

describe("reading of files", () => {
  const load = async (folder: string, names: readonly string[], budget = new ByteBudget()) =>
    loadFiles(
      names.map((name) => ({ name, path: join(folder, name) })),
      budget,
      () => false,
      () => ["api:a"],
      () => undefined,
    );

  it("goes on when one vanishes", () =>
    withFolder({ "a.xml": POLICY, "b.xml": POLICY }, async (folder) => {
      await rm(join(folder, "a.xml"));
      const { files, findings } = await load(folder, ["a.xml", "b.xml"]);
      expect(files.map(({ name }) => name)).to.deep.equal(["b.xml"]);
      expect(findings).to.deep.equal([
        {
          severity: "lost",
          code: "unreadable",
          at: "a.xml",
          text: "The file cannot be read (ENOENT).",
          holds: ["api:a"],
        },
      ]);
    }));

  it("goes on when one, or a folder, may not be read", () =>
    withFolder({ "a.xml": POLICY, "b.xml": POLICY, "c/d.xml": POLICY }, async (folder) => {
      await chmod(folder, 0o755);
      await chmod(join(folder, "a.xml"), 0);
      await chmod(join(folder, "c"), 0);
      const { findings } = await asOther(() => readInputs([folder]));
      await chmod(join(folder, "c"), 0o700);
      expect(findings.map(({ at, holds }) => [at, holds])).to.deep.equal([
        ["c", ["global"]],
        ["a.xml", []],
      ]);
    }));

  it("passes over a folder in the place of a file", () =>
    withFolder({ "a.xml/b": "" }, async (folder) =>
      expect((await load(folder, ["a.xml"])).files).to.deep.equal([]),
    ));

  it("stops beyond 64 MiB a file and 512 MiB in all", () => {
    const mebibyte = 1024 * 1024;
    const budget = new ByteBudget();
    expect(() => budget.take("a", 64 * mebibyte + 1)).to.throw(InputError, /larger than 64 MiB/);
    for (let i = 0; i < 8; i++) budget.take("a", 64 * mebibyte);
    expect(() => budget.take("a", 1)).to.throw(InputError, /larger than 512 MiB/);
  });

  it("reads files longer than their first piece whole", () =>
    withFolder({ "a.xml": POLICY + " ".repeat(10_000) }, async (folder) =>
      expect((await load(folder, ["a.xml"])).files[0]?.text).to.have.length(POLICY.length + 10_000),
    ));
});

const NOBODY = 65_534;

/** Runs as a user without the rights of the superuser, who may read everything. */
async function asOther<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid!(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}
