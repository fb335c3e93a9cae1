import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { administerUsers, UserActError, type UserAdministration } from "@product-auth/portal";
import { expect } from "chai";
import fc from "fast-check";
import { AuditLog } from "#src/audit/audit-log.js";
import { Users } from "#src/people/users.js";

interface World {
  readonly records: MemoryRecordRepository;
  readonly subscriptions: ReturnType<typeof administerSubscriptions>;
  now: number;
  person(name: string, groups?: readonly string[]): Promise<string>;
  /** A process. `records`: as it sees them. */
  process(records?: RecordRepository, patience?: number): UserAdministration;
  statesOf(owner: string): Promise<readonly string[]>;
}

function createWorld(): World {
  const clock = () => world.now;
  const records = new MemoryRecordRepository({ clock });
  const subscriptions = administerSubscriptions({ repository: new MemorySubscriptionRepository(), clock });
  const world: World = {
    records,
    subscriptions,
    now: Date.UTC(2026, 10, 30, 12),
    async person(name, groups = []) {
      const names = { displayName: name };
      const made = new Users(records, clock).newUser({
        provider: "test",
        key: `test|${name}`,
        names,
        groups,
      });
      await records.write(made.changes);
      return made.user.id;
    },
    process: (seen = records, patience = 60_000) =>
      administerUsers({ records: seen, subscriptions, clock, patience, onProblem: () => undefined }),
    async statesOf(ownerId) {
      const { items } = await subscriptions.list({ ownerId });
      return items.map(({ state, ownerState = "active" }) => `${state} ${ownerState}`);
    },
  };
  return world;
}

const refusal = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof UserActError) return error.reason;
    throw error;
  }
};

/** Records that stop answering after so many calls, as for a process that is killed. */
function dyingAfter(records: RecordRepository, calls: number): RecordRepository {
  let left = calls;
  const answer = async <T>(call: () => Promise<T>): Promise<T> => {
    if (left-- <= 0) throw new Error("killed");
    return call();
  };
  return {
    get: (kind, id) => answer(() => records.get(kind, id)),
    list: (kind, query) => answer(() => records.list(kind, query)),
    write: (changes) => answer(() => records.write(changes)),
  };
}

describe("administerUsers", () => {
  let world: World;
  beforeEach(() => (world = createWorld()));

  it("blocks and unblocks what a user owns, and says what happened", async () => {
    const adele = await world.person("Adele");
    for (let i = 0; i < 3; i++)
      await world.subscriptions.create({ scope: "/products/starter", ownerId: adele });
    const users = world.process();
    const blocked = await users.block(adele, { by: await world.person("Admin", ["administrators"]) });
    expect(blocked.user.state).to.equal("blocked");
    expect(blocked.work).to.equal(undefined);
    expect(await world.statesOf(adele)).to.deep.equal(Array(3).fill("active blocked"));
    await users.unblock(adele);
    expect(await world.statesOf(adele)).to.deep.equal(Array(3).fill("active active"));
    const { records } = await world.records.list("audit", { owner: adele });
    expect(records.map(({ value }) => value["action"])).to.have.members(["user-blocked", "user-unblocked"]);
  });

  it("deletes a user: keys end, personal data goes, and a sign-in makes no new user", async () => {
    const adele = await world.person("Adele Vance");
    await world.subscriptions.create({ scope: "/products/starter", ownerId: adele });
    const users = world.process();
    await users.block(adele);
    await users.unblock(adele);
    const audit = new AuditLog(world.records, () => world.now);
    const account = { owner: adele, target: "entra", name: "adele.vance@fabrikam.example" };
    await audit.add({ action: "identity-linked", ...account });
    await audit.add({ action: "invitation-accepted", ...account, comment: "vance@fabrikam.example" });
    await users.delete(adele);
    expect(await world.statesOf(adele)).to.deep.equal(["cancelled deleted"]);
    const all = await Promise.all(
      ["user", "identity", "session", "audit", "user-job"].map((kind) => world.records.list(kind)),
    );
    expect(JSON.stringify(all)).not.to.include("Adele");
    const people = new Users(world.records, () => world.now);
    const person = { key: "test|Adele Vance", names: { displayName: "Adele Vance" }, roles: [] };
    expect((await people.signIn("test", person, () => []))?.user.state).to.equal("deleted");
    world.now += 31 * 86_400_000;
    const again = await people.signIn("test", person, () => []);
    expect(again?.isNew).to.equal(true);
    expect(
      await refusal(
        users
          .unblock(adele)
          .catch((error: Error) =>
            Promise.reject(error.name === "UserNotFoundError" ? new UserActError("deleted") : error),
          ),
      ),
    ).to.equal("deleted");
  });

  it("keeps one active administrator, also when two act on each other at once", async () => {
    const [a, b] = [await world.person("A", ["administrators"]), await world.person("B", ["administrators"])];
    const [one, two] = [world.process(), world.process()];
    for (const act of ["block", "delete", "demote"] as const) {
      const run = (users: UserAdministration, id: string, by: string) =>
        act === "demote" ? users.setGroups(id, [], { by }) : users[act](id, { by });
      const outcomes = await Promise.all([refusal(run(one, b, a)), refusal(run(two, a, b))]);
      expect(
        outcomes.filter((each) => each === undefined),
        act,
      ).to.have.length(1);
      const { users } = await world.process().list();
      const left = users.filter(
        ({ state, groups }) => state === "active" && groups.includes("administrators"),
      );
      expect(left, act).to.have.length(1);
      expect(await refusal(one.block(left[0]!.id)), act).to.equal("last-administrator");
      expect(await refusal(one.setGroups(left[0]!.id, ["partners"])), act).to.equal("last-administrator");
      expect(await refusal(one.delete(left[0]!.id, { by: left[0]!.id })), act).to.equal("last-administrator");
      for (const { id, state } of users) {
        if (state === "blocked") await one.unblock(id);
        await one.setGroups(id, ["administrators"]);
      }
      if (act === "delete" || users.length < 2) break;
    }
  });

  it("refuses to block oneself, and an actor who was blocked", async () => {
    const [a, b] = [await world.person("A", ["administrators"]), await world.person("B")];
    const users = world.process();
    expect(await refusal(users.block(a, { by: a }))).to.equal("self");
    await users.block(b);
    expect(await refusal(users.block(a, { by: b }))).to.equal("actor");
  });

  it("finds users by words of name and address", async () => {
    await world.person("Adele Vance");
    await world.person("Alex Wilber");
    const users = world.process();
    expect(
      (await users.list({ search: "vance ADELE" })).users.map(({ firstName }) => firstName),
    ).to.deep.equal(["Adele Vance"]);
    expect((await users.list({ limit: 1, skip: 1 })).total).to.equal(2);
    expect((await users.list({ search: "nobody" })).users).to.deep.equal([]);
  });

  for (const act of ["block", "delete"] as const)
    it(`${act}: a process that ends at any call leaves work that the next one finishes`, async () => {
      for (let calls = 0, isDone = false; !isDone; calls++) {
        world = createWorld();
        const adele = await world.person("Adele");
        for (let i = 0; i < 2; i++)
          await world.subscriptions.create({ scope: "/products/starter", ownerId: adele });
        const dying = world.process(dyingAfter(world.records, calls));
        isDone = await dying[act](adele).then(
          ({ work }) => work === undefined,
          () => false,
        );
        const state = (await world.process().get(adele))?.state;
        world.now += 31_000;
        const next = world.process();
        expect(await next.resumeAll(), `after ${calls} calls`).to.deep.equal([]);
        const expected = { active: "active active", blocked: "active blocked", deleted: "cancelled deleted" }[
          state!
        ];
        expect(await world.statesOf(adele), `after ${calls} calls`).to.deep.equal([expected, expected]);
        if (calls > 100) throw new Error("It never ends");
      }
    });

  it("block and unblock in any order, on two instances at once, end as the user says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ act: fc.constantFrom("block", "unblock", "resumeAll"), on: fc.nat(1) }), {
          maxLength: 8,
        }),
        fc.infiniteStream(fc.nat(3)),
        async (acts, waits) => {
          world = createWorld();
          const adele = await world.person("Adele");
          await world.subscriptions.create({ scope: "/products/starter", ownerId: adele });
          await world.subscriptions.create({ scope: "/products/pro", ownerId: adele });
          const slow = slowed(world.records, waits);
          const processes = [world.process(slow), world.process(slow)];
          await Promise.all(
            acts.map(({ act, on }) =>
              act === "resumeAll"
                ? processes[on]!.resumeAll()
                : processes[on]![act as "block" | "unblock"](adele).catch(() => undefined),
            ),
          );
          world.now += 120_000;
          await world.process().resumeAll();
          const { state } = (await world.process().get(adele))!;
          expect(await world.statesOf(adele)).to.deep.equal([`active ${state}`, `active ${state}`]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Records that answer after a few turns of the event loop. */
function slowed(records: RecordRepository, waits: fc.Stream<number>): RecordRepository {
  const wait = async () => {
    for (let left = Number(waits.next().value); left > 0; left--) await new Promise(setImmediate);
  };
  return {
    get: async (kind, id) => (await wait(), records.get(kind, id)),
    list: async (kind, query) => (await wait(), records.list(kind, query)),
    write: async (changes) => (await wait(), records.write(changes)),
  };
}
