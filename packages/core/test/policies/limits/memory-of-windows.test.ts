import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { SlidingWindow } from "#src/policies/limits/sliding-window.js";
import { NOW, sample } from "./guarded.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that the result of a function takes: the least of three measurements, because other tests of the process leave work behind. */
const bytesOf = (make: () => unknown): number => Math.min(...[1, 2, 3].map(() => bytesOnce(make)));

function bytesOnce(make: () => unknown): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const made = [make()];
  collect();
  return process.memoryUsage().heapUsed - before + made.length - 1;
}

const PERIOD = 60_000;

/** So many windows, each with so many calls. */
function windows(count: number, calls: number, limit: number, milliseconds: number): SlidingWindow[] {
  const counter = { ...sample({ kind: "sliding-window", period: PERIOD, limit }) };
  return Array.from({ length: count }, () => {
    const made = new SlidingWindow(counter);
    for (let i = 0; i < calls; i++) made.add(counter, NOW + i * milliseconds);
    return made;
  });
}

describe("memory of sliding windows", () => {
  it("most have one call: below 200 bytes", () =>
    expect(bytesOf(() => windows(20_000, 1, 5, 1)) / 20_000).to.be.below(200));
  it("up to 1,000 calls: 8 bytes for each", () => {
    for (const limit of [999, 1_000])
      expect(bytesOf(() => windows(200, limit, limit, 1)) / (200 * limit)).to.be.below(9);
  });
  it("above, a call takes nothing when another came in the same slot", () =>
    expect(bytesOf(() => windows(1, 300_000, 1_000_000, 0.01))).to.be.below(300_000));
  it("calls that have left the window take nothing", () =>
    expect(bytesOf(() => windows(1, 300_000, 5, PERIOD))).to.be.below(300_000));
});
