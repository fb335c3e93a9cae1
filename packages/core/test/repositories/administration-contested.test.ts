import {
  MemorySubscriptionRepository,
  RepositoryConflictError,
  type StoredSubscription,
} from "#src/repositories/index.js";
import { expect } from "chai";
import { administered, failureOf } from "./administered.js";

describe("somebody else changes the same subscription in between", () => {
  // Before each of the first `times` replacements, another one comes first.
  class Contested extends MemorySubscriptionRepository {
    times = 0;
    attempts = 0;
    override async replace(subscription: StoredSubscription): Promise<void> {
      this.attempts += 1;
      if (this.attempts <= this.times) {
        const now = (await this.get(subscription.id))!;
        await super.replace({ ...now, displayName: `by other ${this.attempts}`, version: now.version + 1 });
      }
      await super.replace(subscription);
    }
  }
  it("the change is made upon theirs", async () => {
    const repository = new Contested();
    const { admin, events } = administered({ repository });
    await admin.create({ id: "a", scope: "/" });
    repository.times = 4;
    const changed = await admin.suspend("a");
    expect(changed).to.include({ state: "suspended", displayName: "by other 4", version: 6 });
    expect(events.map(({ action }) => action)).to.deep.equal(["create", "suspend"]);
  });
  it("five times over: the change is given up", async () => {
    const repository = new Contested();
    const { admin, events } = administered({ repository });
    await admin.create({ id: "a", scope: "/" });
    repository.times = 5;
    expect(await failureOf(admin.suspend("a"))).to.include({ conflict: "version" });
    expect(repository.attempts).to.equal(5);
    expect(await admin.get("a")).to.include({ state: "active", version: 6 });
    expect(events.map(({ action }) => action)).to.deep.equal(["create"]);
  });
  it("another conflict is not tried again", async () => {
    class Refusing extends MemorySubscriptionRepository {
      attempts = 0;
      override async replace({ id }: StoredSubscription): Promise<void> {
        this.attempts += 1;
        throw new RepositoryConflictError("digest", id);
      }
    }
    const repository = new Refusing();
    const { admin } = administered({ repository });
    await admin.create({ id: "a", scope: "/" });
    expect(await failureOf(admin.regeneratePrimary("a"))).to.include({ conflict: "digest" });
    expect(repository.attempts).to.equal(1);
  });
});
