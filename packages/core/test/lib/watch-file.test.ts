import { writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { watchFile } from "#src/lib/watch-file.js";
import { subscriptionFolder, until } from "../repositories/json-file.js";

const NEVER = 3_600_000;

describe("watching a file", () => {
  let file: Awaited<ReturnType<typeof subscriptionFolder>>;
  let looks: number;
  let stop: () => void;
  const watchEvery = (interval: number) => {
    looks = 0;
    stop = watchFile(file.path, () => void (looks += 1), interval);
  };
  beforeEach(async () => {
    file = await subscriptionFolder();
    await file.write("1");
  });
  afterEach(async () => {
    stop();
    await file.end();
  });

  it("looks when the system tells of a change, long before the interval is over", async () => {
    watchEvery(NEVER);
    await file.write("2");
    await until(() => looks > 0);
  });
  it("does not look for the files beside it", async () => {
    watchEvery(NEVER);
    await writeFile(join(file.folder, "other.json"), "2");
    await pause(100);
    expect(looks).to.equal(0);
  });
  it("looks once for several changes at a stroke", async () => {
    watchEvery(NEVER);
    for (let i = 0; i < 5; i++) writeFileSync(file.path, `${i}`);
    await pause(200);
    expect(looks).to.equal(1);
  });
  it("looks at every interval where there is nothing to watch", async () => {
    looks = 0;
    stop = watchFile(join(file.folder, "no folder", "file"), () => void (looks += 1), 10);
    await until(() => looks > 2);
  });
  it("looks no more when it was stopped", async () => {
    watchEvery(10);
    await until(() => looks > 0);
    await file.write("2");
    stop();
    const before = looks;
    await file.write("3");
    await pause(100);
    expect(looks).to.equal(before);
  });
});
