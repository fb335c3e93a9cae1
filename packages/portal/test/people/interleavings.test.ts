import { setImmediate as turn } from "node:timers/promises";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions } from "@product-auth/core/subscriptions";
import { administerUsers } from "@product-auth/portal";
import { expect } from "chai";
import fc from "fast-check";
import { digestOf, randomToken } from "#src/people/digest.js";
import { createApplicationsWorld, register, TOKEN_PRODUCTS } from "../support/applications-world.js";
import type { User } from "../support/world.js";

type OfUser = "subscribe" | "register";
type OfAdministrator = "block" | "unblock";

/** What two people do at the same time: the user, and an administrator. */
const ofUser = fc.constantFrom<OfUser[]>("subscribe", "register");
const ofAdministrator = fc.constantFrom<OfAdministrator[]>("block", "unblock");

interface Work {
  readonly before: OfUser[];
  readonly user: OfUser[];
  readonly administrator: OfAdministrator[];
  readonly isDeleted: boolean;
  /** Turns of the event loop that each call of the store takes. */
  readonly turns: fc.Stream<number>;
}

/** Most calls of the store are quick, and some wait for long enough that all work of the other person fits in. */
const turnsOfCall = fc.oneof(
  { weight: 8, arbitrary: fc.nat(3) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 400 }) },
);

describe("random interleavings of a user's work and an administrator's", function () {
  this.timeout(60_000);

  it("leave a blocked user nothing that opens, and an active user everything", async () => {
    const work = fc.record<Work>({
      before: fc.array(ofUser, { maxLength: 2 }),
      user: fc.array(ofUser, { minLength: 1, maxLength: 4 }),
      administrator: fc.array(ofAdministrator, { minLength: 1, maxLength: 4 }),
      isDeleted: fc.nat(4).map((chance) => chance === 0),
      turns: fc.infiniteStream(turnsOfCall),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(work, async ({ before, user: works, administrator: acts, isDeleted, turns }) => {
        const records = slow(new MemoryRecordRepository(), turns);
        const world = createApplicationsWorld({ records });
        const users = administerUsers({
          records,
          subscriptions: administerSubscriptions({ repository: world.repository }),
          applications: world.administration,
          onProblem: () => undefined,
        });
        const adele = await world.user();
        const byUser = async (wanted: typeof works) => {
          for (const each of wanted) {
            const user = await signedInAgain(records, world.as, adele.id);
            if (each === "register") await register(user, { name: "Robot" });
            else await subscribe(user);
          }
        };
        const byAdministrator = async () => {
          for (const act of acts) await users[act](adele.id);
          if (isDeleted) await users.delete(adele.id);
        };
        await byUser(before);
        await Promise.all([byUser(works), byAdministrator()]);
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
      { numRuns: 40, examples: [owning("block"), owning("block", "unblock")] },
    );
    expect([...seen]).to.include.members(["active key", "active client", "blocked key", "blocked client"]);
  });
});

/** An example in which the user owns both kinds of things before the administrator comes. */
const owning = (...administrator: OfAdministrator[]): [Work] => [
  {
    ...{ before: ["subscribe", "register"], user: ["subscribe"], isDeleted: false },
    ...{ administrator, turns: fc.stream(quick()) },
  },
];

function* quick(): Generator<number> {
  for (;;) yield 0;
}

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
