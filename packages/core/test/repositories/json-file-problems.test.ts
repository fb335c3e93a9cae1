import { rename, rm, writeFile } from "node:fs/promises";
import type { ConfigurationError, SubscriptionChange } from "#src/index.js";
import { digestKey, generateKey } from "#src/repositories/index.js";
import { expect } from "chai";
import { problemsWith, stored, subscriptionFolder, until } from "./json-file.js";

const KEY = digestKey("key of a");

describe("a subscription file that is broken", () => {
  let file: Awaited<ReturnType<typeof subscriptionFolder>>;
  beforeEach(async () => {
    file = await subscriptionFolder();
  });
  afterEach(() => file.end());

  it("at the first reading: rejects with the place where it stops being JSON", async () => {
    await file.write('{\n  "version": 1,\n  "subscriptions": [,]\n}');
    expect(await problemsWith(file.open())).to.deep.equal([
      "subscriptions.json:3:21: is not valid JSON from this position on",
    ]);
  });
  it("at the first reading: lists everything that is wrong, each with line, column and path", async () => {
    const good = stored("a");
    const key = good.keys[0]!;
    await file.write({
      version: -1,
      format: 2,
      subscriptions: [
        { ...good, state: "paused", startDate: "2026-01-01", endDate: null },
        { ...good, id: undefined, scope: "", keys: [{ ...key, slot: "tertiary", digest: "short" }] },
        "b",
        { ...good, keys: {}, note: "?" },
      ],
    });
    expect(await problemsWith(file.open())).to.have.members([
      "subscriptions.json:2:14 version: has the wrong type or format",
      "subscriptions.json:3:13 format: is an unknown member",
      "subscriptions.json:8:16 subscriptions[0].state: has the wrong type or format",
      "subscriptions.json:18:20 subscriptions[0].startDate: has the wrong type or format",
      "subscriptions.json:19:18 subscriptions[0].endDate: has the wrong type or format",
      "subscriptions.json:21:5 subscriptions[1].id: is missing",
      "subscriptions.json:22:16 subscriptions[1].scope: has the wrong type or format",
      "subscriptions.json:27:19 subscriptions[1].keys[0].slot: has the wrong type or format",
      "subscriptions.json:28:21 subscriptions[1].keys[0].digest: has the wrong type or format",
      "subscriptions.json:34:5 subscriptions[2]: has the wrong type or format",
      "subscriptions.json:40:15 subscriptions[3].keys: has the wrong type or format",
      "subscriptions.json:42:15 subscriptions[3].note: is an unknown member",
    ]);
  });
  it("at the first reading: ids and digests that are there twice", async () => {
    await file.write({ version: 1, subscriptions: [stored("a"), stored("b"), stored("a")] });
    expect(await problemsWith(file.open())).to.deep.equal([
      "subscriptions.json:33:13 subscriptions[2].id: is also that of subscriptions[0].id",
      "subscriptions.json:40:21 subscriptions[2].keys[0].digest: is also that of subscriptions[0].keys[0].digest",
    ]);
  });
  it("a key in the place of its digest is refused, and never quoted", async () => {
    const key = generateKey();
    await file.write({
      version: 1,
      subscriptions: [stored("a", { keys: [{ slot: "primary", digest: key, hint: "…" }] })],
    });
    const failure = await file.open().then(String, (error: ConfigurationError) => error);
    expect((failure as ConfigurationError).message)
      .to.include("never the key itself")
      .and.not.include(key);
  });
  for (const [name, content] of [
    ["an empty file", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["a member __proto__", '{"version": 0, "subscriptions": [], "__proto__": {}}'],
  ] as const) {
    it(`at the first reading: ${name} is no subscription file`, async () => {
      await file.write(content);
      expect(await problemsWith(file.open())).to.have.lengthOf.greaterThan(0);
    });
  }

  describe("while it is in use", () => {
    const good = { version: 1, subscriptions: [stored("a")] };
    const BROKEN = '{\n  "version": 2,\n  "subscriptions": [\n';

    async function inUse() {
      await file.write(good);
      const problems: ConfigurationError[] = [];
      const changes: SubscriptionChange[] = [];
      const repository = await file.open({ onProblem: (problem) => void problems.push(problem) });
      repository.onChange((change) => void changes.push(change));
      return { repository, problems, changes };
    }

    it("keeps what it had, tells once where it is broken, and recovers", async () => {
      const { repository, problems, changes } = await inUse();
      await file.write(BROKEN);
      await until(() => problems.length > 0);
      expect(problems[0]?.problems).to.deep.equal([
        {
          path: "subscriptions.json:4:1",
          message: "is not valid JSON from this position on",
          fix: "fix the JSON syntax there",
          line: 4,
          column: 1,
        },
      ]);
      expect(repository.findByKeyDigest(KEY)?.id).to.equal("a");
      await file.write(BROKEN); // saved again as it is
      for (let i = 0; i < 3; i++) expect((await repository.list()).items).to.have.length(1);
      expect(problems).to.have.length(1);
      expect(changes).to.deep.equal([]);
      await file.write({ version: 3, subscriptions: [stored("a", { state: "suspended" })] });
      await until(() => repository.findByKeyDigest(KEY)?.state === "suspended");
      expect(changes).to.deep.equal(["everything"]);
    });
    it("what breaks again after it was mended is told again", async () => {
      const { problems, repository } = await inUse();
      for (const times of [1, 2]) {
        await file.write(BROKEN);
        await until(() => problems.length === times);
        await file.write({ version: times, subscriptions: [stored("a", { displayName: `${times}` })] });
        await until(() => repository.findByKeyDigest(KEY)?.displayName === `${times}`);
      }
    });
    it("is never written over: changes are refused until it is mended", async () => {
      const { repository } = await inUse();
      await file.write(BROKEN);
      const problems = ["subscriptions.json:4:1: is not valid JSON from this position on"];
      expect(await problemsWith(repository.insert(stored("b")))).to.deep.equal(problems);
      expect(await problemsWith(repository.delete("a"))).to.deep.equal(problems);
      expect(await file.read()).to.equal(BROKEN);
      await file.write(good);
      await repository.insert(stored("b"));
      expect(await file.read()).to.include('"b"');
    });
    it("a file that is gone is a problem like any other, until it is back", async () => {
      const { repository, problems } = await inUse();
      await rename(file.path, `${file.path}.away`);
      await until(() => problems.length > 0);
      expect(problems[0]?.problems[0]).to.include({ path: file.path, message: "does not exist" });
      expect(repository.findByKeyDigest(KEY)?.id).to.equal("a");
      expect(await problemsWith(repository.delete("a"))).to.deep.equal([`${file.path}: does not exist`]);
      await rename(`${file.path}.away`, file.path);
      expect(await repository.delete("a")).to.equal(true);
      expect(problems).to.have.length(1);
    });
    it("an observer that throws is warned about, and so is a problem without an observer", async () => {
      const warning = () => new Promise<Error>((seen) => process.once("warning", seen));
      await file.write(good);
      const throwing = await file.open({
        onProblem: () => {
          throw new Error("pager down");
        },
      });
      const first = warning();
      await file.write(BROKEN);
      expect((await first).message).to.equal("pager down");
      expect(throwing.findByKeyDigest(KEY)?.id).to.equal("a");
      await throwing.close();
      await file.write(good);
      await file.open();
      const second = warning();
      await rm(file.path);
      expect((await second).message).to.include("does not exist");
      await writeFile(file.path, "{}");
    });
  });
});
