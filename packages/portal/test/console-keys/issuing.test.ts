import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { ConsoleKeys } from "#src/console-keys/console-keys.js";
import { isConsoleKey } from "#src/console-keys/console-subscription.js";
import type { User } from "#src/people/users.js";

const MINUTE = 60_000;

describe("issuing keys of the console", () => {
  let now: number;
  let userState: User["state"];
  let repository: MemorySubscriptionRepository;
  let open: ConsoleKeys[];
  const clock = () => now;
  const users = {
    get: (id: string): Promise<User> =>
      Promise.resolve({
        id,
        emailVerified: false,
        firstName: "",
        lastName: "",
        state: userState,
        groups: [],
        mailsOff: [],
        registrationDate: 0,
        version: 1,
      }),
  };
  const administration = () => administerSubscriptions({ repository, clock });

  /** An instance of the portal over the same store. */
  function instance(subscriptions = administration()): ConsoleKeys {
    const keys = new ConsoleKeys(subscriptions, users, clock);
    open.push(keys);
    return keys;
  }

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 29);
    userState = "active";
    open = [];
    repository = new MemorySubscriptionRepository();
    await administration().create({ id: "mine", scope: "/products/starter", ownerId: "adele" });
  });

  afterEach(() => {
    for (const keys of open) keys.close();
  });

  const issue = (keys: ConsoleKeys) => keys.issue("adele", ["/products/starter", "/"]);
  const left = async () => (await repository.list()).items.filter(isConsoleKey);

  it("a subscription's keys end with it, and those of others stay", async () => {
    await administration().create({ id: "all", scope: "/", ownerId: "adele" });
    const keys = instance();
    await issue(keys);
    await issue(keys);
    await keys.issue("adele", ["/"]);
    await keys.endOf("mine");
    expect((await left()).map(({ scope }) => scope)).to.deep.equal(["/"]);
  });

  it("two instances together leave no more than five", async () => {
    const [one, two] = [instance(), instance()];
    await Promise.all(Array.from({ length: 20 }, (_, i) => issue(i % 2 === 0 ? one : two)));
    expect((await left()).length).to.be.within(1, 5);
  });

  for (const [what, meanwhile] of [
    ["the subscription is cancelled", () => administration().cancel("mine")],
    ["the user is blocked", () => (userState = "blocked")],
  ] as const)
    it(`leaves no key when ${what} meanwhile`, async () => {
      const subscriptions = administration();
      const keys = instance({
        ...subscriptions,
        async create(wanted, act) {
          const created = await subscriptions.create(wanted, act);
          await meanwhile();
          return created;
        },
      });
      expect(await issue(keys)).to.deep.equal({ kind: "no-subscription" });
      expect(await left()).to.deep.equal([]);
    });

  it("keys of a process that stopped are deleted by the next one, however many subscriptions there are", async () => {
    await issue(instance());
    await issue(instance());
    for (let i = 0; i < 30; i++)
      await administration().create({ id: `a${i}`, scope: "/", ownerId: "another" });
    now += 16 * MINUTE;
    let listed = 0;
    const subscriptions = administration();
    const counting = instance({
      ...subscriptions,
      list(query) {
        listed += query?.after === "console-" ? 1 : 0;
        return subscriptions.list(query);
      },
    });
    expect(await counting.sweep()).to.equal(0);
    expect(await left()).to.deep.equal([]);
    expect(listed).to.equal(1);
  });

  it("a sweep takes keys that have ended only", async () => {
    const keys = instance();
    await issue(keys);
    now += 10 * MINUTE;
    await issue(keys);
    now += 6 * MINUTE;
    expect(await keys.sweep()).to.equal(1);
    expect(await left()).to.have.length(1);
  });

  it("a store that fails in a sweep fails no request", async () => {
    const subscriptions = administration();
    const keys = instance({
      ...subscriptions,
      list: (query) =>
        query?.ownerId === undefined ? Promise.reject(new Error("down")) : subscriptions.list(query),
    });
    expect(await issue(keys)).to.have.property("kind", "issued");
  });
});
