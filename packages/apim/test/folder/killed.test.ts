import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readFolder } from "#src/folder/read-folder.js";
import { writeFolder } from "#src/folder/write-folder.js";
import { NAMES, setOf } from "./sets.js";

/** Every how many calls a process is killed. */
const STEP = process.env["EVERY_CALL"] === "yes" ? 1 : 3;

const program = fileURLToPath(new URL("programs/kill-at-call.js", import.meta.url));

describe("a folder whose writing is killed", function () {
  this.timeout(60_000); // a process for each call
  let root: string;
  before(async function () {
    if (process.platform === "win32") return this.skip();
    root = await mkdtemp(join(tmpdir(), "product-auth-folder-"));
  });
  after(() => rm(root, { recursive: true, force: true }));

  const write = (folder: string, version: string, call: number, phase: string) =>
    new Promise<{ signal: string | null; calls: number }>((resolve, reject) => {
      const child = spawn(process.execPath, [program, folder, version, String(call), phase]);
      let stdout = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.on("error", reject);
      child.on("close", (_, signal) => resolve({ signal, calls: Number(stdout) }));
    });

  /** Kills a write of version 2 over version `from`, and looks at the folder as a reader and as the next import. */
  async function killed(from: string | undefined, call: number, phase: string): Promise<boolean> {
    const folder = join(root, `${from ?? "new"}-${call}-${phase}`);
    if (from !== undefined) await writeFolder(folder, setOf(from));
    const { signal } = await write(folder, "2", call, phase);
    expect(signal).to.equal("SIGKILL");
    const [old, next] = [from === undefined ? new Map<string, string>() : setOf(from), setOf("2")];
    const seen = await readFolder(folder, NAMES);
    const isNew = seen.get("a.json") === next.get("a.json");
    expect(new Map(seen), `killed ${phase} call ${call}`).to.deep.equal(new Map(isNew ? next : old));
    const later = call % 2 === 0 ? "2" : "3";
    await writeFolder(folder, setOf(later));
    expect(new Map(await readFolder(folder, NAMES))).to.deep.equal(new Map(setOf(later)));
    const left = (await readdir(folder)).filter((name) => name.startsWith(".")).sort();
    expect(left).to.deep.equal([".import.json"]);
    return isNew;
  }

  for (const from of [undefined, "1"])
    it(`has the old set or the new one, over ${from === undefined ? "nothing" : "an older set"}`, async () => {
      const whole = join(root, `${from ?? "new"}-whole`);
      if (from !== undefined) await writeFolder(whole, setOf(from));
      const { calls } = await write(whole, "2", 0, "before");
      expect(calls).to.be.above(20);
      const steps = Array.from({ length: Math.floor(calls / STEP) }, (_, at) => at * STEP + 1);
      const ends = await Promise.all(
        steps.map((call) => killed(from, call, call % 2 === 0 ? "half" : "before")),
      );
      expect(ends).to.include(true).and.to.include(false);
      expect(ends.indexOf(true)).to.be.above(ends.lastIndexOf(false)); // one moment of change
    });
});
