import { expect } from "chai";
import { runHistories } from "./run-histories.js";

const isFull = process.env.CONTRACT === "full";
const { FUZZ_SEED = "20260102", FUZZ_RUNS = isFull ? "30" : "10" } = process.env;

describe("memory decides as none would, but for the bounds that are stated", () => {
  it(`${FUZZ_RUNS} histories of seed ${FUZZ_SEED}`, async function () {
    this.timeout(120_000);
    const failure = await runHistories({ runs: Number(FUZZ_RUNS), seed: Number(FUZZ_SEED) });
    if (failure !== undefined) expect.fail(failure);
  });
});
