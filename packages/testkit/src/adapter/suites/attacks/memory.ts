import { expect } from "chai";
import type { Order, Outcome } from "../../programs/flood-with-bad-tokens.js";
import { PATIENCE, runProgram } from "../../support/run-program.js";
import type { Suite } from "../../suite.js";

const FLOODS: readonly (readonly [name: string, flood: Omit<Order, "source">])[] = [
  ["10,000 different texts that are no tokens", { tokens: "garbage", count: 10_000 }],
  ["10,000 different tokens whose signature is wrong", { tokens: "badSignature", count: 10_000 }],
  ["100 tokens behind a megabyte of spaces each", { tokens: "behindSpaces", count: 100 }],
];

export function memory({ describe, it, harness }: Suite): void {
  describe("a flood of tokens that are no good", () => {
    for (const [name, flood] of FLOODS)
      it(
        `leaves nothing behind: ${name}`,
        async () => {
          const order: Order = { source: harness.source, ...flood };
          const { stdout, stderr, code } = await runProgram("flood-with-bad-tokens", order, "--expose-gc");
          expect({ stderr, code }).to.deep.equal({ stderr: "", code: 0 });
          const { statuses, rememberedTokens, growth } = JSON.parse(stdout) as Outcome;
          expect(statuses).to.deep.equal({ 401: flood.count });
          expect(rememberedTokens).to.equal(0);
          expect(growth, "bytes").to.be.below(4 * 1024 * 1024);
        },
        PATIENCE,
      );
  });
}
