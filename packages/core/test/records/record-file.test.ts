import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigurationError } from "#src/index.js";
import { JsonFileRecordRepository, type JsonFileOptions, type StoredRecord } from "#src/records/index.js";
import { expect } from "chai";
import { problemsWith, until } from "../repositories/json-file.js";

const user = (id: string, more: Partial<StoredRecord> = {}): StoredRecord => ({
  kind: "user",
  id,
  version: 1,
  value: { name: id },
  ...more,
});
const put = (record: StoredRecord) => ({ put: record });

describe("a record file", () => {
  let folder: string;
  let path: string;
  let opened: JsonFileRecordRepository[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "product-auth-"));
    path = join(folder, "records.json");
    opened = [];
  });
  afterEach(async () => {
    for (const repository of opened) await repository.close();
    await rm(folder, { recursive: true });
  });

  async function open(options: JsonFileOptions = {}): Promise<JsonFileRecordRepository> {
    const repository = await JsonFileRecordRepository.open(path, { checkInterval: 0.05, ...options });
    opened.push(repository);
    return repository;
  }
  const content = async () => JSON.parse(await readFile(path, "utf8")) as unknown;
  // By a rename, as editors do: a check of the file never sees half of it.
  async function replaceBy(text: string): Promise<void> {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
  const write = (written: unknown) => replaceBy(JSON.stringify(written, undefined, 2));

  it("states its format, counts its versions, is sorted, and has mode 0600", async () => {
    const repository = await open({ create: true });
    expect(await content()).to.deep.equal({ format: 1, version: 0, records: [] });
    await repository.write([
      put(user("b")),
      put(user("a", { owner: "x" })),
      put(user("z", { kind: "group" })),
    ]);
    expect(await content()).to.deep.equal({
      format: 1,
      version: 1,
      records: [user("z", { kind: "group" }), user("a", { owner: "x" }), user("b")],
    });
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(await readdir(folder)).to.deep.equal(["records.json"]);
  });
  it("is not written when a change is refused", async () => {
    const repository = await open({ create: true });
    await repository.write([put(user("a"))]);
    const before = await stat(path);
    const refused = await repository.write([put(user("b")), put(user("a"))]).catch(String);
    expect(refused).to.equal("RepositoryConflictError: Record user/a exists already");
    expect((await stat(path)).ino).to.equal(before.ino);
  });
  it("drops expired records with the next write", async () => {
    let now = 1000;
    const repository = await open({ create: true, clock: () => now });
    await repository.write([put(user("a", { expiresAt: 2000 })), put(user("b", { expiresAt: 2001 }))]);
    now = 2000;
    await repository.write([put(user("c"))]);
    expect(await content())
      .to.have.property("records")
      .that.deep.equals([user("b", { expiresAt: 2001 }), user("c")]);
  });
  it("that another process changed is seen and notified", async () => {
    const [one, other] = [await open({ create: true }), await open()];
    const notices: unknown[] = [];
    other.onChange((notice) => void notices.push(notice));
    await one.write([put(user("a"))]);
    await until(() => notices.length > 0);
    expect(notices).to.deep.equal(["everything"]);
    expect(await other.get("user", "a")).to.deep.equal(user("a"));
  });

  it("lists everything that is wrong, with line and column, without a value", async () => {
    await write({
      format: 1,
      version: 1,
      records: [
        user("a"),
        { ...user("b"), id: "secret/", owner: "" },
        { ...user("c"), expires: 1 },
        user("a"),
        "d",
        { ...user("e"), value: "secret" },
      ],
    });
    expect(await problemsWith(open())).to.deep.equal([
      "records.json:15:13 records[1].id: has the wrong characters or length",
      "records.json:20:16 records[1].owner: has the wrong characters or length",
      "records.json:22:5 records[2]: has an unknown member",
      "records.json:33:13 records[3].id: is also that of records[0]",
      "records.json:39:5 records[4]: is not an object",
      "records.json:44:16 records[5].value: is not a JSON object",
    ]);
  });
  for (const [name, text, problem] of [
    ["cut off", '{ "format": 1,\n "rec', "records.json:2:2: is not valid JSON from this position on"],
    ["empty", "", "records.json:1:1: is not valid JSON from this position on"],
    ["no object", "[]", "records.json:1:1 file: is not a record file"],
    [
      "a subscription file",
      '{"version":0,"subscriptions":[]}',
      "records.json:1:1 file: is not a record file",
    ],
    ["of a later format", '{"format":2,"version":0,"records":[]}', "records.json:1:11 format: is not 1"],
    [
      "without a version",
      '{"format":1,"records":[]}',
      "records.json:1:1 version: is not an integer of 0 or more",
    ],
  ] as const) {
    it(`${name}: opening is refused, and the file is left alone`, async () => {
      await replaceBy(text);
      expect(await problemsWith(open({ create: true }))).to.deep.equal([problem]);
      expect(await readFile(path, "utf8")).to.equal(text);
    });
    it(`${name} while it is used: reading goes on, a write is refused, and the file is left alone`, async () => {
      const problems: ConfigurationError[] = [];
      const repository = await open({ create: true, onProblem: (found) => void problems.push(found) });
      await repository.write([put(user("a"))]);
      await replaceBy(text);
      const attempt = repository.write([put(user("b"))]);
      expect(await problemsWith(attempt)).to.deep.equal([problem]);
      await attempt.catch((error: Error) =>
        expect(error.message).to.match(/^The record file cannot be read, 1 problem/),
      );
      expect(await readFile(path, "utf8")).to.equal(text);
      expect(await repository.get("user", "a")).to.deep.equal(user("a"));
      expect(problems).to.have.length(1);
      await write({ format: 1, version: 9, records: [user("a")] });
      await repository.write([put(user("b"))]);
      expect(await content()).to.include({ version: 10 });
    });
  }
  it("that is gone for longer than maxAge answers no query", async () => {
    let now = 1_000_000;
    const problems: ConfigurationError[] = [];
    const repository = await open({
      create: true,
      clock: () => now,
      onProblem: (found) => void problems.push(found),
    });
    await rm(path);
    now += 300_001;
    const failed = await repository.get("user", "a").then(String, (error: Error) => error.message);
    expect(failed).to.equal("The record file could not be read for more than 300 seconds");
    expect(problems.at(-1)!.message).to.include("requests that need a record are answered 503");
  });
});
