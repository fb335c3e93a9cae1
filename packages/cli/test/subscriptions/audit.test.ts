import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { newFolder, run } from "./support/command.js";

describe("the audit", function () {
  this.timeout(30_000); // many processes
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => void (folder = await newFolder()));
  after(() => folder.remove());

  const admin = (...args: string[]) =>
    run([...args, "--store", "file:subscriptions.json"], { cwd: folder.path });
  const read = async () =>
    (await readFile(join(folder.path, "audit.jsonl"), "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, string>);

  it("goes to stderr, one line for each act", async () => {
    const { stderr } = await admin(
      "create",
      "--scope",
      "/",
      "--id",
      "a",
      "--by",
      "ann",
      "--comment",
      "new\nline",
    );
    const [, line = ""] = /^audit: (.*)$/m.exec(stderr) ?? [];
    const { at, ...event } = JSON.parse(line) as Record<string, string>;
    expect(Math.abs(Date.now() - Date.parse(at!))).to.be.below(60_000);
    expect(event).to.deep.equal({
      action: "create",
      subscriptionId: "a",
      by: "ann",
      comment: "new\nline",
      to: "active",
    });
  });

  it("goes to a file instead, which grows by a line, and others cannot read", async () => {
    const audit = ["--audit", "audit.jsonl"];
    const quiet = await admin("suspend", "a", "--by", "ann", "--comment", "bill", ...audit);
    expect(quiet).to.include({ code: 0, stderr: "" });
    await admin("regenerate", "a", "--key", "secondary", ...audit);
    await admin("delete", "a", "--yes", "--by", "ben", ...audit);
    await admin("delete", "a", "--yes", "--by", "ben", ...audit); // nothing happens, nothing is told
    expect((await read()).map(({ at, ...event }) => ({ ...event, ...(!at && { at }) }))).to.deep.equal([
      { action: "suspend", subscriptionId: "a", by: "ann", comment: "bill", from: "active", to: "suspended" },
      { action: "regenerate-secondary", subscriptionId: "a" },
      { action: "delete", subscriptionId: "a", by: "ben" },
    ]);
    if (process.platform !== "win32")
      expect((await stat(join(folder.path, "audit.jsonl"))).mode & 0o077).to.equal(0);
  });

  it("that cannot be opened stops the act", async () => {
    await admin("create", "--scope", "/", "--id", "b");
    const { code, stderr } = await admin("suspend", "b", "--audit", ".");
    expect(code).to.equal(2);
    expect(stderr).to.contain("nothing was done");
    expect((await admin("show", "b")).stdout).to.match(/^state +active$/m);
  });
});
