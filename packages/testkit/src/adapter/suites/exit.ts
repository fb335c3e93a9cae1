import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import type { Order } from "../programs/serve-and-close.js";
import { PATIENCE, runProgram } from "../support/run-program.js";
import { startTestEntra } from "../support/test-entra.js";
import type { Suite } from "../suite.js";

/** Milliseconds. A process ends in a second or two on a busy machine; a fetch or an idle socket would hold it for 5 seconds. */
const LINGERING = 4_000;

export function exit({ describe, it, before, after, afterEach, harness }: Suite): void {
  describe("a process with an API ends by itself", () => {
    let entra: Entra;

    before(async () => void (entra = await startTestEntra()));
    afterEach(() => entra.faults.clear());
    after(() => entra.close());

    async function run(more: Pick<Order, "patience" | "closes">) {
      const { tenantId, origin: authorityHost, products } = entra;
      const token = await entra.tokenFor({ client: "contoso", product: "starter" });
      const { audience } = products["starter"]!;
      const order: Order = { source: harness.source, tenantId, authorityHost, audience, token, ...more };
      return runProgram("serve-and-close", order);
    }

    it(
      "after server.close() and auth.close()",
      async () => {
        const { lingered, ...end } = await run({ patience: 30_000, closes: ["server", "auth"] });
        expect(end).to.deep.equal({ stdout: "closed, answer: 200", stderr: "", code: 0 });
        expect(lingered, "milliseconds").to.be.below(LINGERING);
      },
      PATIENCE,
    );

    it(
      "even when auth.close() is forgotten: nothing of ours keeps it alive",
      async () => {
        const { lingered, ...end } = await run({ patience: 30_000, closes: ["server"] });
        expect(end).to.deep.equal({ stdout: "closed, answer: 200", stderr: "", code: 0 });
        expect(lingered, "milliseconds").to.be.below(LINGERING);
      },
      PATIENCE,
    );

    it(
      "while the issuer takes requests and never answers",
      async () => {
        entra.faults.hang();
        const { lingered, ...end } = await run({ patience: 300, closes: ["server", "auth"] });
        expect(end).to.deep.equal({ stdout: "closed, answer: none in time", stderr: "", code: 0 });
        expect(lingered, "milliseconds; a fetch may take 5000").to.be.below(LINGERING);
      },
      PATIENCE,
    );
  });
}
