import { truncate } from "node:fs/promises";
import { expect } from "chai";
import { ConfigurationError } from "#src/index.js";
import { stored, subscriptionFolder, until } from "./json-file.js";

const MOST = 16 * 2 ** 20;
const LIMIT =
  /has 16\.\d MB; a subscription file has 16\.0 MB at most[^]*Fix: [^\n]*createPostgresSubscriptions/;

/** A subscription with so many characters of text. */
const large = (id: string, length: number) => stored(id, { stateComment: "x".repeat(length) });
const errorOf = (attempt: Promise<unknown>) => attempt.catch((error: unknown) => error);

describe("a subscription file that is too large", () => {
  let file: Awaited<ReturnType<typeof subscriptionFolder>>;
  beforeEach(async () => {
    file = await subscriptionFolder();
  });
  afterEach(() => file.end());

  it("is not read: the message names the limit and the way to PostgreSQL", async () => {
    await file.write({ version: 0, subscriptions: [] });
    await truncate(file.path, MOST + 100_000);
    const error = await errorOf(file.open());
    expect(error).to.be.instanceOf(ConfigurationError);
    expect(String(error)).to.match(LIMIT);
  });
  it("larger than any text: the same message, at once", async () => {
    await file.write("");
    await truncate(file.path, 2 ** 33);
    expect(String(await errorOf(file.open()))).to.match(/has 8192\.0 MB; .*\n.*createPostgresSubscriptions/);
  });
  it("is not written: the change is refused, and the file stays as it was", async () => {
    const repository = await file.open({ create: true });
    await repository.insert(large("a", MOST - 2_000));
    const before = await file.read();
    const error = await errorOf(repository.insert(large("b", 2_000)));
    expect(error).to.be.instanceOf(ConfigurationError);
    expect(String(error)).to.match(/^ConfigurationError: The change is not written, 1 problem/);
    expect(String(error)).to.match(LIMIT);
    expect(await repository.get("b")).to.equal(undefined);
    expect(await file.read()).to.equal(before);
    await repository.insert(stored("c"));
  });
  it("while the process runs: is reported, and the content stays", async () => {
    await file.write({ version: 0, subscriptions: [stored("a")] });
    const problems: string[] = [];
    const repository = await file.open({ onProblem: (problem) => problems.push(String(problem)) });
    await truncate(file.path, MOST + 100_000);
    await until(() => problems.length > 0);
    expect(problems[0]).to.match(LIMIT);
    expect(repository.findByKeyDigest(stored("a").keys[0]!.digest)).to.include({ id: "a" });
  });
});
