import { administerSubscriptions } from "@product-auth/core/subscriptions";
import { administerUsers } from "@product-auth/portal";
import { expect } from "chai";
import { HOUSES, type House } from "./support/house.js";

/** Every other write; each one with EVERY_CALL=yes. */
const STEP = process.env["EVERY_CALL"] === "yes" ? 1 : 2;

const VERBS = {
  block: { args: ["block"], state: "blocked", keys: "active/blocked" },
  delete: { args: ["delete", "--yes"], state: "deleted", keys: "cancelled/deleted" },
} as const;

for (const [name, open] of Object.entries(HOUSES))
  describe(`product-auth users, ended at a write, on ${name}`, function () {
    this.timeout(60_000);
    let house: House;
    before(async function () {
      house = await open(this);
      await house.user("root@contoso.example", { groups: ["administrators"] });
    });
    after(() => house?.remove());

    for (const [verb, { args, state, keys }] of Object.entries(VERBS))
      it(`${verb}: the command again, or a portal, finishes it`, async () => {
        let count = 0;
        const prepare = async () => {
          const id = await house.user(`${verb}${++count}@contoso.example`, { subscriptions: 2 });
          return { id, command: [args[0], id, ...args.slice(1)] };
        };
        const { calls } = await house.run((await prepare()).command);
        expect(calls).to.be.at.least(5);
        for (let call = 1; call <= calls; call += STEP) {
          const when = call % 4 === 1 ? "after" : "before";
          const key = `${call} ${when}`;
          const { id, command } = await prepare();
          await house.run(command, { end: { call, when } });
          house.clock.now += 31_000; // the lease of the process that ended
          if (call % 3 === 0 && (await house.json(["show", id])).user.state === state)
            await continuePortal(house);
          else {
            const again = await house.run(command);
            expect(again.code, `${key}: ${again.stderr}`).to.equal(0);
          }
          expect((await house.json(["show", id])).work, key).to.equal(undefined);
          expect(await house.keysOf(id), key).to.deep.equal([keys, keys]);
        }
      });
  });

/** What a portal does at its start and every 20 seconds. */
async function continuePortal(house: House): Promise<void> {
  const [records, repository] = [await house.open.records(), await house.open.subscriptions()];
  const clock = () => house.clock.now;
  const users = administerUsers({ records, subscriptions: administerSubscriptions({ repository }), clock });
  expect(await users.resumeAll()).to.deep.equal([]);
  await users.close();
  await repository.close();
  await records.close();
}
