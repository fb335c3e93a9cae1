import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { subjects } from "./subjects.js";

const PROGRAM = fileURLToPath(new URL("change-file.js", import.meta.url));
const run = promisify(execFile);

interface Outcome {
  readonly steps: number;
  readonly ids: readonly string[];
  readonly problem: string | null;
}

for (const subject of ["subscriptions", "records"] as const)
  describe(`a file of ${subject}`, () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "product-auth-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    async function fileWithOld(name: string): Promise<string> {
      const path = join(folder, `${name}.json`);
      const file = await subjects[subject].open(path, { create: true });
      await file.add("old", "");
      await file.close();
      return path;
    }

    /** Opens the file, adds an entry, and returns the ids. */
    async function goOn(path: string): Promise<readonly string[]> {
      const lock = `${path}.lock`;
      const long = new Date(Date.now() - 11_000); // the lock of a dead process is broken after 10 seconds
      await utimes(lock, long, long).catch(() => undefined);
      const file = await subjects[subject].open(path);
      await file.add("later", "");
      const ids = await file.ids();
      await file.close();
      return ids;
    }

    it("whose process is killed at any step of a write is the old one or the new one, and is written again", async () => {
      const whole = await run(process.execPath, [PROGRAM, subject, await fileWithOld("whole")]);
      const { steps, ids } = JSON.parse(whole.stdout) as Outcome;
      expect(ids).to.have.members(["old", "new"]);
      const found = await Promise.all(
        Array.from({ length: steps }, async (_, i) => {
          const path = await fileWithOld(`step-${i + 1}`);
          const old = await readFile(path, "utf8");
          const killed = await run(process.execPath, [PROGRAM, subject, path, `${i + 1}`]).catch(
            (error: { signal?: string }) => error.signal,
          );
          expect(killed, `step ${i + 1}`).to.equal("SIGKILL");
          const isOld = (await readFile(path, "utf8")) === old;
          expect((await stat(path)).mode & 0o777).to.equal(0o600);
          const after = await goOn(path);
          expect(after, `step ${i + 1}`).to.have.members(isOld ? ["old", "later"] : ["old", "new", "later"]);
          return isOld ? "old" : "new";
        }),
      );
      expect(found.lastIndexOf("old"), "no step after the replacement undoes it").to.be.below(
        found.indexOf("new"),
      );
    }).timeout(30_000);

    it("on a full disk stays as it was, and the write is rejected", async function () {
      if (process.platform === "win32") this.skip(); // no limit on the size of files
      const path = await fileWithOld("full");
      const old = await readFile(path, "utf8");
      // A limit of some kilobytes for every file of the process stands for the disk.
      const limited = `ulimit -f 16; exec "$0" "$@"`;
      const program = [process.execPath, PROGRAM, subject, path, "0", "60000"];
      const { stdout } = await run("sh", ["-c", limited, ...program]);
      const { ids, problem } = JSON.parse(stdout) as Outcome;
      expect({ ids, problem }).to.deep.equal({ ids: ["old"], problem: "EFBIG" });
      expect(await readFile(path, "utf8")).to.equal(old);
      expect(await readdir(folder)).to.deep.equal(["full.json"]);
      expect(await goOn(path)).to.have.members(["old", "later"]);
    });
  });
