import { execFileSync } from "node:child_process";
import { mkdir, open, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createProductAuth, type ConfigurationError } from "#src/index.js";
import { digestKey, type JsonFileOptions } from "#src/repositories/index.js";
import { expect } from "chai";
import { viewOf } from "../request/view-of.js";
import { problemsWith, stored, subscriptionFolder, until } from "./json-file.js";

const KEY = digestKey("key of a");
const good = { version: 1, subscriptions: [stored("a")] };
const suspended = { version: 2, subscriptions: [stored("a", { state: "suspended" })] };

describe("what was read from a subscription file serves for maxAge", () => {
  let file: Awaited<ReturnType<typeof subscriptionFolder>>;
  let clock: { now: number };
  let problems: ConfigurationError[];
  beforeEach(async () => {
    file = await subscriptionFolder();
    await file.write(good);
    clock = { now: 1_000_000 };
    problems = [];
  });
  afterEach(() => file.end());

  async function inUse(options: JsonFileOptions = {}) {
    const repository = await file.open({
      clock: () => clock.now,
      onProblem: (problem) => void problems.push(problem),
      ...options,
    });
    const auth = createProductAuth({
      products: { pro: { accepts: ["key"] } },
      subscriptions: repository,
      storeTimeout: 0.2,
    });
    const ask = async () => {
      const view = viewOf({ "ocp-apim-subscription-key": "key of a" });
      const decision = await auth.authorize(view, auth.requirement({ product: "pro" }));
      return decision.outcome === "admit" ? "admit" : decision.code;
    };
    return { repository, auth, ask };
  }
  const headings = () => problems.map(({ message }) => message.split(",")[0]);

  /** Ways in which a file can be there no longer, each with the way back. */
  const losses: Readonly<Record<string, { lose: () => Promise<unknown>; restore: () => Promise<unknown> }>> =
    {
      "it is deleted": { lose: () => rm(file.path), restore: async () => undefined },
      "it is no JSON": { lose: () => file.replace("{"), restore: async () => undefined },
      "it is empty": { lose: () => file.replace(""), restore: async () => undefined },
      "a subscription in it has the wrong type or format": {
        lose: () => file.replace({ version: 1, subscriptions: [{ id: "a" }] }),
        restore: async () => undefined,
      },
      "a folder stands in its place": {
        // Through a link, which takes the place at once: a look in between would find, and tell, that nothing is there.
        lose: async () => {
          await mkdir(`${file.path}.folder`);
          await symlink(`${file.path}.folder`, `${file.path}.link`);
          await rename(`${file.path}.link`, file.path);
        },
        restore: () => rm(file.path),
      },
      "its folder is gone": {
        lose: () => rename(file.folder, `${file.folder}-away`),
        restore: () => rename(`${file.folder}-away`, file.folder),
      },
    };
  for (const [name, { lose, restore }] of Object.entries(losses))
    it(`${name}: then 503, told both times, and as before when it is back`, async () => {
      const { ask, repository } = await inUse();
      await until(() => repository.findByKeyDigest(KEY) !== undefined);
      await repository.list(); // a look that succeeds
      await lose();
      await until(() => problems.length === 1);
      clock.now += 300_000;
      expect(await ask()).to.equal("admit");
      clock.now += 1;
      expect(await ask()).to.equal("subscriptions_unavailable");
      expect(await problemsWith(repository.get("a").then(undefined, () => undefined))).to.deep.equal([]);
      expect(headings()).to.deep.equal([
        "The subscription file cannot be read",
        "The subscription file is out of date",
      ]);
      expect(problems[1]?.problems[0]?.message).to.include("more than 300 seconds");
      expect(await ask()).to.equal("subscriptions_unavailable");
      expect(problems, "told once each").to.have.length(2);
      await restore();
      await file.replace(suspended);
      await until(() => canTell(repository));
      expect(await ask()).to.equal("key_state");
      expect(problems).to.have.length(2);
    });

  it("a look that finds the file unchanged counts", async () => {
    const { ask, repository } = await inUse();
    for (let i = 0; i < 5; i++) {
      clock.now += 299_000;
      await repository.list();
      expect(await ask()).to.equal("admit");
    }
  });
  it("where nothing looks any more: then 503, too", async () => {
    const { ask } = await inUse({ checkInterval: 3600, maxAge: 7200 });
    clock.now += 7_200_001;
    expect(await ask()).to.equal("subscriptions_unavailable");
    expect(problems[0]?.problems[0]?.message).to.include("no check of it has ended");
  });
  it("a clock that is set back does not lengthen the time", async () => {
    const { ask } = await inUse({ checkInterval: 3600, maxAge: 7200 });
    clock.now -= 7_200_001;
    expect(await ask()).to.equal("subscriptions_unavailable");
  });
  it("a change of its own that reads the file counts as a look", async () => {
    const { ask, repository } = await inUse({ checkInterval: 3600, maxAge: 7200 });
    clock.now += 7_200_001;
    await repository.insert(stored("b"));
    expect(await ask()).to.equal("admit");
  });
  it("lists and single subscriptions are not told from what is too old", async () => {
    const { repository } = await inUse();
    await repository.list();
    await rm(file.path);
    clock.now += 300_001;
    for (const asked of [repository.get("a"), repository.list()])
      expect(await asked.then(String, (error: Error) => error.message)).to.include("could not be read");
    await file.write(good);
    expect((await repository.get("a"))?.id).to.equal("a");
  });
  it("a drive that does not answer: then 503, closing ends, and as before when it answers", async function () {
    if (process.platform === "win32") this.skip(); // no named pipes in folders
    const { ask, auth, repository } = await inUse();
    await repository.list();
    const pipe = `${file.path}.pipe`;
    execFileSync("mkfifo", [pipe]);
    await rename(pipe, file.path); // reading it waits until somebody writes
    await new Promise((resolve) => setTimeout(resolve, 200)); // some looks, of which one waits
    expect(await ask()).to.equal("admit");
    clock.now += 300_001;
    expect(await ask()).to.equal("subscriptions_unavailable");
    expect(headings()).to.deep.equal(["The subscription file is out of date"]);
    const since = performance.now();
    expect(await auth.close().then(String, (error: Error) => error.message)).to.include(
      "could not be closed",
    );
    expect(performance.now() - since).to.be.below(5000);
    await writeFile(file.path, JSON.stringify(good)); // releases the reader
  });
  it("a file that was replaced outside of a mount is not the old one for ever", async function () {
    if (process.platform !== "linux") this.skip(); // only there a deleted file can still be named
    const held = await open(file.path, "r");
    const mounted = await file.open({
      onProblem: (problem) => void problems.push(problem),
      clock: () => clock.now,
    });
    await mounted.close();
    const { JsonFileSubscriptionRepository } = await import("#src/repositories/index.js");
    const repository = await JsonFileSubscriptionRepository.open(`/proc/self/fd/${held.fd}`, {
      checkInterval: 0.05,
      clock: () => clock.now,
      onProblem: (problem) => void problems.push(problem),
    });
    await repository.list();
    expect(problems).to.have.length(0);
    await file.write(good);
    await writeFile(`${file.path}.new`, JSON.stringify(suspended));
    await rename(`${file.path}.new`, file.path);
    await until(() => problems.length > 0);
    expect(problems[0]?.problems[0]?.fix).to.include("mount the folder");
    clock.now += 300_001;
    expect(() => repository.findByKeyDigest(KEY)).to.throw("could not be read");
    await repository.close();
    await held.close();
  });

  for (const [options, place] of [
    [{ maxAge: 0 }, "maxAge"],
    [{ maxAge: -1 }, "maxAge"],
    [{ maxAge: Number.NaN }, "maxAge"],
    [{ maxAge: Infinity }, "maxAge"],
    [{ maxAge: 86_401 }, "maxAge"],
    [{ maxAge: "300" as unknown as number }, "maxAge"],
    [{ checkInterval: 0 }, "checkInterval"],
    [{ checkInterval: Number.NaN }, "checkInterval"],
    [{ checkInterval: 151 }, "checkInterval"],
    [{ checkInterval: 2, maxAge: 3 }, "checkInterval"],
  ] as const)
    it(`cannot be kept: ${JSON.stringify(options)}`, async () => {
      const [problem, ...more] = await problemsWith(file.open(options));
      expect(problem).to.include(`subscriptions.json ${place}: is `);
      expect(more).to.deep.equal([]);
    });
  it("a short time alone is enough: the looks follow", async () => {
    const repository = await file.open({ maxAge: 0.5, checkInterval: undefined as never });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(repository.findByKeyDigest(KEY)?.id).to.equal("a");
  });
});

function canTell(repository: { findByKeyDigest: (digest: string) => unknown }): boolean {
  try {
    return (repository.findByKeyDigest(KEY) as { state: string }).state === "suspended";
  } catch {
    return false;
  }
}
