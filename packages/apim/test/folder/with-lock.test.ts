import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { FolderError } from "#src/folder/folder-error.js";
import { withLock } from "#src/folder/with-lock.js";

const PATIENCE = 50;

describe("the lock of a folder", () => {
  let folder: string;
  let lock: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "product-auth-lock-"));
    lock = join(folder, ".import.lock");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const done = () => Promise.resolve("done");
  const busy = async (work: Promise<unknown>) => {
    const error = await work.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(FolderError);
    expect((error as Error).message).to.include(".import.lock");
  };
  const deadPid = spawnSync(process.execPath, ["-e", ""]).pid;

  it("is there while the work runs, and gone behind it, also when that fails", async () => {
    const text = await withLock(folder, () => readFile(lock, "utf8"));
    expect(text).to.match(new RegExp(`^${process.pid} [0-9a-f-]{36} .+\n$`));
    expect(await readdir(folder)).to.deep.equal([]);
    const error = await withLock(folder, () => Promise.reject(new Error("full"))).catch(
      (reason: unknown) => reason,
    );
    expect((error as Error).message).to.equal("full");
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("lets one work after the other, in any number", async () => {
    let running = 0;
    const work = async () => {
      expect(++running).to.equal(1);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
    };
    await Promise.all(Array.from({ length: 10 }, () => withLock(folder, work)));
  });

  for (const [what, text, age, isBroken] of [
    ["a process that runs", `${process.pid} x ${hostname()}\n`, 0, false],
    ["a process that was killed", `${deadPid} x ${hostname()}\n`, 0, true],
    ["a process of another machine", `${deadPid} x elsewhere-${hostname()}\n`, 0, false],
    ["a process of another machine, minutes ago", `1 x elsewhere-${hostname()}\n`, 120, true],
    ["a process that runs, minutes ago", `${process.pid} x ${hostname()}\n`, 120, true],
    ["a process that is just taking it", "", 0, false],
    ["a process that was killed while it took it", `${process.pid} x`, 1, true],
    ["no process at all", "x y z\n", 0, false],
  ] as const)
    it(`of ${what} is ${isBroken ? "removed" : "respected"}`, async () => {
      await writeFile(lock, text);
      const then = Date.now() / 1000 - age;
      await utimes(lock, then, then);
      const work = withLock(folder, done, PATIENCE);
      if (isBroken) expect(await work).to.equal("done");
      else await busy(work);
      expect(await readdir(folder)).to.deep.equal(isBroken ? [] : [".import.lock"]);
    });
});
