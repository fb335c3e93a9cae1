import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { shop } from "../support/catalogs.js";
import { writesOf } from "../support/recorded-fetch.js";
import { startWorld, type TenantSnapshot, type World } from "../support/world.js";

const program = fileURLToPath(new URL("../programs/apply-main.js", import.meta.url));

describe("processes that are killed, in real time", function () {
  this.timeout(120_000);
  let world: World;
  let expected: TenantSnapshot;
  let calls: number;
  before(async () => {
    world = await startWorld();
    calls = (await world.apply(shop)).recorded.calls.length;
    expected = await world.state();
  });
  after(() => world.close());

  const run = async (call: number, when: string) => {
    const { appId, secret } = world.entra.clients["admin"]!;
    const { graphUrl, origin, tenantId } = world.entra;
    const words = [JSON.stringify(shop), graphUrl, origin, tenantId, appId, secret, String(call), when];
    const child = spawn(process.execPath, [program, ...words], { stdio: "ignore" });
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    return signal ?? code;
  };

  for (const when of ["before", "after"])
    it(`SIGKILL ${when} writes: another process completes the work`, async () => {
      // The first write to the last call; the test of kill.test.ts interrupts the reads too.
      for (let call = 6; call <= calls; call += 3) {
        await world.reset();
        expect(await run(call, when), `${when} call ${call}`).to.equal("SIGKILL");
        expect(await run(0, when)).to.equal(0);
        expect(await world.state(), `${when} call ${call}`).to.deep.equal(expected);
      }
      expect(writesOf((await world.apply(shop)).recorded.calls)).to.deep.equal([]);
    });

  it("two processes at once end in one state", async () => {
    await world.reset();
    expect(await Promise.all([run(0, ""), run(0, "")])).to.deep.equal([0, 0]);
    expect(await world.state()).to.deep.equal(expected);
  });
});
