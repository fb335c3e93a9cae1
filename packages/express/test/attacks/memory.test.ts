import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Order, Outcome } from "../programs/flood-with-bad-tokens.js";

const program = fileURLToPath(new URL("../programs/flood-with-bad-tokens.js", import.meta.url));

/** Runs the program, which can measure its heap with the garbage collected. */
async function run(order: Order): Promise<Outcome> {
  const child = spawn(process.execPath, ["--expose-gc", program, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await text(child.stdout)) as Outcome;
}

const ORDERS: readonly (readonly [name: string, order: Order])[] = [
  ["20,000 different texts that are no tokens", { tokens: "garbage", count: 20_000 }],
  ["20,000 different tokens whose signature is wrong", { tokens: "badSignature", count: 20_000 }],
  ["200 tokens behind a megabyte of spaces each", { tokens: "behindSpaces", count: 200 }],
];

describe("a flood of tokens that are no good", () => {
  let outcomes: readonly Outcome[];
  before(async function runAllAtOnce() {
    this.timeout(60_000);
    outcomes = await Promise.all(ORDERS.map(([, order]) => run(order)));
  });

  for (const [i, [name, { count }]] of ORDERS.entries())
    it(`leaves nothing behind: ${name}`, () => {
      const { statuses, rememberedTokens, growth } = outcomes[i]!;
      expect(statuses).to.deep.equal({ 401: count });
      expect(rememberedTokens).to.equal(0);
      expect(growth, "bytes").to.be.below(8 * 1024 * 1024);
    });
});
