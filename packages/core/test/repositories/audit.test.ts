import { digestKey } from "#src/repositories/index.js";
import { expect } from "chai";
import { administered, START } from "./administered.js";

describe("the audit", () => {
  it("is told of every act in order, with nothing of a key, frozen", async () => {
    const { admin, events } = administered({ pepper: "s3cret-pepper" });
    const made = await admin.create({ id: "a", scope: "/", primaryKey: "s3cret-primary-key" }, { by: "zoe" });
    const primary = await admin.regeneratePrimary("a", { grace: 60, by: "zoe", comment: "leaked" });
    const secondary = await admin.regenerateSecondary("a");
    await admin.suspend("a");
    await admin.delete("a");
    expect(events).to.deep.equal([
      { action: "create", subscriptionId: "a", at: START, by: "zoe", to: "active" },
      { action: "regenerate-primary", subscriptionId: "a", at: START, by: "zoe", comment: "leaked" },
      { action: "regenerate-secondary", subscriptionId: "a", at: START },
      { action: "suspend", subscriptionId: "a", at: START, from: "active", to: "suspended" },
      { action: "delete", subscriptionId: "a", at: START },
    ]);
    expect(events.every(Object.isFrozen)).to.equal(true);
    const told = JSON.stringify(events);
    for (const key of [made.primaryKey, made.secondaryKey, primary.key, secondary.key]) {
      for (const secret of [key, digestKey(key, "s3cret-pepper")]) expect(told).to.not.include(secret);
    }
    expect(told).to.not.include("s3cret");
  });
  for (const [name, onAudit] of [
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("disk full"))],
  ] as const) {
    it(`that ${name} is warned about, and does not cost the caller the key`, async () => {
      const warning = new Promise<Error>((seen) => process.once("warning", seen));
      // oxlint-disable-next-line typescript/no-misused-promises -- an accident that happens
      const { admin, repository } = administered({ onAudit });
      const { primaryKey } = await admin.create({ id: "a", scope: "/" });
      expect(repository.findByKeyDigest(digestKey(primaryKey))?.id).to.equal("a");
      expect((await warning).message).to.equal("disk full");
    });
  }
});
