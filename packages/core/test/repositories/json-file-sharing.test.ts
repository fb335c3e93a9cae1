import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SubscriptionChange } from "#src/index.js";
import { digestKey } from "#src/repositories/index.js";
import { expect } from "chai";
import { stored, subscriptionFolder, until } from "./json-file.js";

const WORKER = fileURLToPath(new URL("file-store-worker.js", import.meta.url));
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [WORKER, ...args], { timeout: 20_000 });

describe("a subscription file that is shared", () => {
  let file: Awaited<ReturnType<typeof subscriptionFolder>>;
  beforeEach(async () => {
    file = await subscriptionFolder();
    await file.write({ version: 0, subscriptions: [stored("counter")] });
  });
  afterEach(() => file.end());

  it("by three processes that count up together: no step is lost", async () => {
    await Promise.all([1, 2, 3].map(() => run(file.path, "count", "25")));
    expect(JSON.parse(await file.read())).to.deep.equal({
      version: 75,
      subscriptions: [stored("counter", { createdDate: 75, version: 76 })],
    });
    expect(await readdir(file.folder)).to.deep.equal(["subscriptions.json"]);
  }).timeout(30_000);
  it("a process that has closed it ends by itself", async () => {
    await run(file.path, "hold");
  }).timeout(30_000);
  it("a process that has opened it sees another's changes, and tells of them", async () => {
    const repository = await file.open();
    const changes: SubscriptionChange[] = [];
    repository.onChange((change) => void changes.push(change));
    await run(file.path, "count", "1");
    await until(() => changes.length > 0);
    expect(changes).to.deep.equal(["everything"]);
    expect(await repository.get("counter")).to.include({ createdDate: 1, version: 2 });
  }).timeout(30_000);
  it("with somebody who edits it by hand: a change is made upon the edited text", async () => {
    const repository = await file.open({ checkInterval: 3600, maxAge: 7200 });
    await file.write({ version: 0, subscriptions: [stored("counter"), stored("by hand")] });
    await repository.insert(stored("by program"));
    expect((await repository.list()).items.map(({ id }) => id)).to.deep.equal([
      "by hand",
      "by program",
      "counter",
    ]);
    expect(repository.findByKeyDigest(digestKey("key of by hand"))?.id).to.equal("by hand");
  });
  it("a lock that a dead process left is broken after its time", async () => {
    const repository = await file.open();
    const lock = `${file.path}.lock`;
    await writeFile(lock, "of a process that died");
    const long = new Date(Date.now() - 11_000);
    await utimes(lock, long, long);
    await repository.insert(stored("a"));
    expect(await readdir(file.folder)).to.deep.equal(["subscriptions.json"]);
  });
  it("a lock that is held is waited for", async () => {
    const repository = await file.open();
    const other = await file.open();
    const lock = `${file.path}.lock`;
    await writeFile(lock, "of a process that is at work");
    let done = false;
    const change = repository.insert(stored("a")).then(() => (done = true));
    await other.list();
    await pause(100);
    expect(done).to.equal(false);
    await rm(lock);
    await change;
    expect(done).to.equal(true);
  });
  it("who lost the lock in the middle replaces nothing: that is a conflict", async () => {
    const repository = await file.open();
    const before = await file.read();
    const lock = `${file.path}.lock`;
    const change = repository.insert(stored("a")).then(String, (error: Error) => error);
    while (!existsSync(lock) || readFileSync(lock).length === 0) await turn();
    writeFileSync(lock, "of another process");
    expect(await change).to.include({ name: "RepositoryConflictError", conflict: "version" });
    expect(await file.read()).to.equal(before);
    expect(await repository.get("a")).to.equal(undefined);
    expect(repository.findByKeyDigest(digestKey("key of a"))).to.equal(undefined);
    expect(await readdir(file.folder)).to.have.members(["subscriptions.json", "subscriptions.json.lock"]);
    expect(await readFile(lock, "utf8"), "the other's lock is left alone").to.equal("of another process");
  });
});
