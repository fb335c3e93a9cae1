import { lstat, readdir, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { digestKey, generateKey, JsonFileSubscriptionRepository } from "#src/repositories/index.js";
import { expect } from "chai";
import { problemsWith, stored, subscriptionFolder } from "./json-file.js";

describe("a subscription file", () => {
  let file: Awaited<ReturnType<typeof subscriptionFolder>>;
  beforeEach(async () => {
    file = await subscriptionFolder();
  });
  afterEach(() => file.end());

  it("is readable, counts its versions, and holds what was put in", async () => {
    const repository = await file.open({ create: true });
    expect(JSON.parse(await file.read())).to.deep.equal({ version: 0, subscriptions: [] });
    await repository.insert(stored("a"));
    await repository.insert(stored("b"));
    await repository.delete("a");
    expect(JSON.parse(await file.read())).to.deep.equal({ version: 3, subscriptions: [stored("b")] });
    expect((await file.read()).split("\n").length).to.be.greaterThan(10);
  });
  it("is for its owner's eyes only, and nothing is left beside it", async () => {
    const repository = await file.open({ create: true });
    expect((await stat(file.path)).mode & 0o777).to.equal(0o600);
    await repository.insert(stored("a"));
    expect((await stat(file.path)).mode & 0o777).to.equal(0o600);
    expect(await readdir(file.folder)).to.deep.equal(["subscriptions.json"]);
  });
  it("is another file after each change: who is reading the old one reads it to its end", async () => {
    const repository = await file.open({ create: true });
    const before = (await stat(file.path)).ino;
    await repository.insert(stored("a"));
    expect((await stat(file.path)).ino).to.not.equal(before);
  });
  it("is not written when nothing changes", async () => {
    const repository = await file.open({ create: true });
    await repository.insert(stored("a"));
    const before = await stat(file.path);
    expect(await repository.delete("nobody")).to.equal(false);
    await repository.insert(stored("a")).catch(() => undefined);
    expect((await stat(file.path)).ino).to.equal(before.ino);
  });
  it("is found again by the next one who opens it", async () => {
    const first = await file.open({ create: true });
    await first.insert(stored("a"));
    await first.close();
    const second = await file.open();
    expect(second.findByKeyDigest(digestKey("key of a"))?.id).to.equal("a");
  });
  it("may be behind a link, which stays one", async () => {
    await file.write({ version: 0, subscriptions: [] });
    const link = join(file.folder, "link.json");
    await symlink(file.path, link);
    const repository = await JsonFileSubscriptionRepository.open(link);
    await repository.insert(stored("a"));
    await repository.close();
    expect((await lstat(link)).isSymbolicLink()).to.equal(true);
    expect(await file.read()).to.include('"a"');
  });
  it("may begin with a byte order mark", async () => {
    await file.write(`\uFEFF${JSON.stringify({ version: 1, subscriptions: [stored("a")] })}`);
    expect(await (await file.open()).get("a")).to.deep.equal(stored("a"));
  });
  it("is not made unless that is asked for, nor its folder", async () => {
    const nowhere = join(file.folder, "nowhere", "x.json");
    expect(await problemsWith(file.open())).to.deep.equal([`${file.path}: does not exist`]);
    expect(await problemsWith(JsonFileSubscriptionRepository.open(nowhere, { create: true }))).to.deep.equal([
      `${nowhere}: cannot be created (ENOENT)`,
    ]);
    expect(await readdir(file.folder)).to.deep.equal([]);
  });
  it("that is there is not made anew", async () => {
    await file.write({ version: 7, subscriptions: [stored("a")] });
    const repository = await file.open({ create: true });
    expect(await repository.get("a")).to.deep.equal(stored("a"));
  });
  it("refuses a subscription that could not be read again, before it writes", async () => {
    const repository = await file.open({ create: true });
    const before = await file.read();
    const attempts = [
      repository.insert(stored("a", { createdDate: Number.NaN })),
      repository.insert(stored("")),
      repository.insert(stored("a", { keys: [{ slot: "primary", digest: generateKey(), hint: "…" }] })),
      repository.replace({ ...stored("a"), state: "paused" as "active", version: 2 }),
    ];
    expect((await Promise.all(attempts.map(problemsWith))).flat()).to.deep.equal([
      "createdDate: has the wrong type or format",
      "id: has the wrong type or format",
      "keys[0].digest: has the wrong type or format",
      "state: has the wrong type or format",
    ]);
    expect(await file.read()).to.equal(before);
  });
  it("takes no change after close, and looks keys up from memory still", async () => {
    const repository = await file.open({ create: true });
    await repository.insert(stored("a"));
    const late = repository.insert(stored("b"));
    await repository.close();
    expect(JSON.parse(await file.read())).to.have.nested.property("subscriptions.length", 2);
    await late;
    const message = await repository.insert(stored("c")).catch((error: Error) => error.message);
    expect(message).to.equal(`${file.path} is closed`);
    expect(repository.findByKeyDigest(digestKey("key of b"))?.id).to.equal("b");
  });
  it("that was closed is forgotten: nothing goes on watching it", async () => {
    const watched = await openAndClose(file.path);
    await pause(10); // what is awaited is held until the next turn
    collect();
    expect(watched.deref()).to.equal(undefined);
  });
});

async function openAndClose(path: string): Promise<WeakRef<object>> {
  const repository = await JsonFileSubscriptionRepository.open(path, { create: true });
  await repository.close();
  return new WeakRef(repository);
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
