import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { CheckQueue } from "#src/upgrades/check-queue.js";

describe("CheckQueue", () => {
  it("checks thousands of things, at most 32 at a time, and lets other work in between", async () => {
    let running = 0;
    let most = 0;
    let turns = 0;
    const checked = new Set<number>();
    const queue = new CheckQueue<number>(async (one) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      checked.add(one);
    });
    for (let i = 0; i < 2_000; i++) queue.add(i);
    expect(checked.size, "later, not now").to.equal(0);
    while (checked.size < 2_000) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(most).to.equal(32);
    expect(turns, "turns of the event loop").to.be.at.least(2_000 / 32);
  });

  it("checks once what is added twice, and not what is removed", async () => {
    const checked: string[] = [];
    const queue = new CheckQueue<string>(async (one) => void checked.push(one));
    for (const one of ["a", "b", "a", "c"]) queue.add(one);
    queue.remove("b");
    await wait(10);
    expect(checked).to.deep.equal(["a", "c"]);
  });

  it("goes on behind checks that never end", async () => {
    const checked: number[] = [];
    const queue = new CheckQueue<number>((one) => {
      checked.push(one);
      return one < 31 ? new Promise(() => undefined) : Promise.resolve();
    });
    for (let i = 0; i < 100; i++) queue.add(i);
    await wait(50);
    expect(checked).to.have.lengthOf(100);
  });
});
