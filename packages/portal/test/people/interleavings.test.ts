import { setImmediate as turn } from "node:timers/promises";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions } from "@product-auth/core/subscriptions";
import { administerUsers } from "@product-auth/portal";
import { expect } from "chai";
import fc from "fast-check";
import { digestOf, randomToken } from "#src/people/digest.js";
import { createApplicationsWorld, register, TOKEN_PRODUCTS } from "../support/applications-world.js";
import type { User } from "../support/world.js";

/** What two people do at the same time: the user, and an administrator. */
const ofUser = fc.constantFrom("subscribe", "register");
const ofAdministrator = fc.constantFrom("block", "unblock");

/** Most calls of the store are quick, and some wait for long enough that all work of the other person fits in. */
const turnsOfCall = fc.oneof(
  { weight: 8, arbitrary: fc.nat(3) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 400 }) },
);

describe("random interleavings of a user's work and an administrator's", function () {
  this.timeout(60_000);

  it("leave a blocked user nothing that opens, and an active user everything", async () => {
    const work = fc.record({
      user: fc.array(ofUser, { minLength: 1, maxLength: 4 }),
      administrator: fc.array(ofAdministrator, { minLength: 1, maxLength: 4 }),
      isDeleted: fc.boolean(),
      turns: fc.infiniteStream(turnsOfCall),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(work, async ({ user: works, administrator: acts, isDeleted, turns }) => {
        const records = slow(new MemoryRecordRepository(), turns);
        const world = createApplicationsWorld({ records });
        const users = administerUsers({
          records,
          subscriptions: administerSubscriptions({ repository: world.repository }),
          applications: world.administration,
          onProblem: () => undefined,
        });
        const adele = await world.user();
        const byUser = async () => {
          for (const each of works) {
            const user = await signedInAgain(records, world.as, adele.id);
            if (each === "register") await register(user, { name: "Robot" });
            else await subscribe(user);
          }
        };
        const byAdministrator = async () => {
          for (const act of acts) await users[act](adele.id);
          if (isDeleted) await users.delete(adele.id);
        };
        await Promise.all([byUser(), byAdministrator()]);
        await users.resumeAll();
        await world.administration.resumeAll();

        const { state } = (await users.get(adele.id))!;
        const last = acts.at(-1) === "block" ? "blocked" : "active";
        expect(state).to.equal(isDeleted ? "deleted" : last);
        const { items: keys } = await world.repository.list({ ownerId: adele.id });
        const { items: clients } = await world.administration.list({ ownerId: adele.id });
        for (const { ownerState = "active" } of [...keys, ...clients]) expect(ownerState).to.equal(state);
        if (isDeleted) {
          expect(keys.filter((key) => key.state === "active")).to.deep.equal([]);
          expect(clients).to.deep.equal([]);
        }
        if (keys.length > 0) seen.add(`${state} key`);
        if (clients.length > 0) seen.add(`${state} client`);
        await Promise.all([users.close(), world.portal.close()]);
      }),
      { numRuns: 40 },
    );
    expect([...seen]).to.include.members(["active key", "active client", "blocked key", "blocked client"]);
  });
});

async function subscribe(user: User): Promise<void> {
  const path = `/products/${Object.keys(TOKEN_PRODUCTS).at(-1)!}/subscribe`;
  const form = /name="form" value="([^"]*)"/.exec((await user.open(path)).text)?.[1] ?? "";
  await user.post(path, { form, name: "Mine" });
}

/** Whoever is blocked loses the sessions: each piece of work begins with a session that may be too late. */
async function signedInAgain(
  records: RecordRepository,
  as: (id: string, cookie: string) => User,
  id: string,
): Promise<User> {
  const [token, at] = [randomToken(), Date.now()];
  const value = {
    ...{ provider: "test", authTime: at, lastSeen: at },
    ...{ isAdministrator: false, groups: [], agent: "test" },
  };
  await records.write([{ put: { kind: "session", id: digestOf(token), owner: id, version: 1, value } }]);
  return as(id, `product-auth-portal=${token}`);
}

/** Records that answer after a number of turns of the event loop. */
function slow(records: RecordRepository, turns: fc.Stream<number>): RecordRepository {
  const answer = async <T>(call: () => Promise<T>): Promise<T> => {
    for (let left = (turns.next() as IteratorYieldResult<number>).value; left > 0; left--) await turn();
    return call();
  };
  return {
    get: (kind, id) => answer(() => records.get(kind, id)),
    list: (kind, query) => answer(() => records.list(kind, query)),
    write: (changes) => answer(() => records.write(changes)),
  };
}
