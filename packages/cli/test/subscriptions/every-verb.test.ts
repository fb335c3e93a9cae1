import { digestKey } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { eventually } from "./support/eventually.js";
import { serve } from "./support/serve.js";
import { SHOPS, type Shop } from "./support/stores.js";

interface Said {
  subscription: { id: string; state: string; version: number; keys: { slot: string; endsAt?: string }[] };
  primaryKey?: string;
  secondaryKey?: string;
}

for (const [name, open] of Object.entries(SHOPS))
  describe(`every verb, on ${name}`, function () {
    this.timeout(30_000); // many processes
    let shop: Shop;
    before(async function () {
      shop = await open(this);
    });
    after(() => shop?.remove());

    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await shop.admin([...args, "--json"]);
      expect(code, stderr).to.equal(0);
      return JSON.parse(stdout) as Said;
    };

    it("a key made here opens an API; suspended it is refused, activated it is admitted", async () => {
      const { primaryKey = "", secondaryKey = "" } = await json(
        ...["create", "--scope", "/products/pro", "--id", "contoso"],
      );
      const api = await serve({ subscriptions: await shop.open(), subscriptionCache: { ttl: 1 } });
      try {
        expect(await api.status(primaryKey)).to.equal(200);
        expect((await json("suspend", "contoso")).subscription.state).to.equal("suspended");
        expect(await eventually(() => api.status(primaryKey), 401)).to.equal(401);
        expect(await api.status(secondaryKey)).to.equal(401);
        await json("activate", "contoso");
        expect(await eventually(() => api.status(secondaryKey), 200)).to.equal(200);
      } finally {
        await api.close();
      }
    });

    it("a regenerated key: the old one works in its grace time only, without one it is void at once", async () => {
      const old = await json("create", "--scope", "/products/pro", "--id", "grace");
      const api = await serve({ subscriptions: await shop.open(), subscriptionCache: { ttl: 1 } });
      try {
        const first = await json("regenerate", "grace", "--key", "primary", "--grace", "3");
        expect(await api.status(old.primaryKey!)).to.equal(200);
        expect(await eventually(() => api.status(first.primaryKey!), 200)).to.equal(200);
        expect(first).not.to.have.property("secondaryKey");
        expect(first.subscription.keys.filter(({ endsAt }) => endsAt !== undefined)).to.have.length(1);
        expect(await eventually(() => api.status(old.primaryKey!), 401)).to.equal(401);
        const second = await json("regenerate", "grace", "--key", "secondary");
        expect(await eventually(() => api.status(old.secondaryKey!), 401)).to.equal(401);
        expect(await eventually(() => api.status(second.secondaryKey!), 200)).to.equal(200);
      } finally {
        await api.close();
      }
    });

    it("reject, cancel and expire; show tells the state and why", async () => {
      await json("create", "--scope", "/apis/orders", "--id", "one", "--state", "submitted");
      for (const [verb, state] of [
        ["reject", "rejected"],
        ["cancel", "cancelled"],
        ["expire", "expired"],
      ] as const) {
        expect((await json(verb, "one", "--comment", `because ${verb}`)).subscription.state).to.equal(state);
        const { stdout } = await shop.admin(["show", "one"]);
        expect(stdout)
          .to.match(new RegExp(`^state +${state}$`, "m"))
          .and.match(new RegExp(`^why +because ${verb}$`, "m"));
      }
    });

    it("rename and transfer: the list of the new owner has it, its keys stay", async () => {
      const { primaryKey = "" } = await json(
        ...["create", "--scope", "/products/pro", "--id", "moved", "--owner", "zoe", "--name", "Old"],
      );
      await json("rename", "moved", "--name", "New name");
      const { subscription } = await json("transfer", "moved", "--owner", "bob", "--by", "ann");
      expect(subscription).to.include({
        displayName: "New name",
        ownerId: "bob",
        state: "active",
        version: 3,
      });
      const listed = async (owner: string) => {
        const { stdout } = await shop.admin(["list", "--owner", owner, "--json"]);
        return (JSON.parse(stdout) as { subscriptions: { id: string }[] }).subscriptions.map(({ id }) => id);
      };
      expect([await listed("zoe"), await listed("bob")]).to.deep.equal([[], ["moved"]]);
      const api = await serve({ subscriptions: await shop.open() });
      try {
        expect(await api.status(primaryKey)).to.equal(200);
      } finally {
        await api.close();
      }
    });

    it("create takes everything, and show gives it back", async () => {
      await json(
        ...[
          "create",
          "--scope",
          "/products/pro",
          "--id",
          "whole",
          "--name",
          "Fabrikam, Inc.",
          "--owner",
          "fabrikam",
        ],
        ...["--state", "submitted", "--start", "2026-01-31", "--end", "2027-01-31T08:00:00+01:00"],
      );
      const { subscription } = await json("show", "whole");
      expect(subscription).to.deep.include({
        id: "whole",
        scope: "/products/pro",
        state: "submitted",
        displayName: "Fabrikam, Inc.",
        ownerId: "fabrikam",
        startDate: "2026-01-31T00:00:00.000Z",
        endDate: "2027-01-31T07:00:00.000Z",
        version: 1,
      });
      expect(subscription.keys.map(({ slot }) => slot)).to.deep.equal(["primary", "secondary"]);
    });

    it("a key of one's own, from a file or stdin, opens the API and is not shown", async () => {
      const own = "a-key-of-our-own-0123456789";
      const args = ["create", "--scope", "/products/pro", "--id", "own", "--primary-key-file", "-", "--json"];
      const { code, stdout, stderr } = await shop.admin(args, { input: `${own}\n` });
      expect(code, stderr).to.equal(0);
      expect(stdout).not.to.contain(own);
      expect(JSON.parse(stdout)).to.have.property("secondaryKey");
      expect(await shop.dump())
        .to.contain(digestKey(own))
        .and.not.to.contain(own);
      const again = await shop.admin([...args.slice(0, 3), "--primary-key-file", "-"], { input: own });
      expect(again).to.include({ code: 1, stdout: "" });
      expect(again.stderr).to.contain("has a key that is taken").and.not.to.contain(own);
    });

    it("with a pepper, the API of the same pepper knows the key, and no other", async () => {
      const env = { PEPPER: "grains of paradise" };
      const args = [
        "create",
        "--scope",
        "/products/pro",
        "--id",
        "peppered",
        "--pepper-env",
        "PEPPER",
        "--json",
      ];
      const { primaryKey } = JSON.parse((await shop.admin(args, { env })).stdout) as { primaryKey: string };
      for (const [pepper, status] of [
        [env.PEPPER, 200],
        ["another", 401],
      ] as const) {
        const api = await serve({ subscriptions: await shop.open(), subscriptionKeyPepper: pepper });
        const answered = await api.status(primaryKey);
        await api.close();
        expect(answered).to.equal(status);
      }
      const without = await shop.admin(["regenerate", "peppered", "--key", "primary"]);
      expect(without.stderr).to.contain("another pepper");
      const same = await shop.admin(
        ["regenerate", "peppered", "--key", "secondary", "--pepper-env", "PEPPER"],
        { env },
      );
      expect(same.stderr).to.contain("another pepper"); // the primary key has none now
      const healed = await shop.admin(
        ["regenerate", "peppered", "--key", "primary", "--pepper-env", "PEPPER"],
        { env },
      );
      expect(healed).to.include({ code: 0 });
      expect(healed.stderr).not.to.contain("pepper,");
    });

    it("delete removes it, when --yes is said; then it is not found", async () => {
      await json("create", "--scope", "/products/pro", "--id", "gone");
      const hesitant = await shop.admin(["delete", "gone"]);
      expect(hesitant).to.include({ code: 2, stdout: "" });
      expect((await shop.admin(["show", "gone"])).code).to.equal(0);
      expect(await json("delete", "gone", "--yes")).to.deep.equal({ deleted: "gone" });
      const calls = [["show"], ["suspend"], ["delete", "--yes"], ["regenerate", "--key", "primary"]];
      for (const [verb = "", ...more] of calls) {
        const { code, stdout, stderr } = await shop.admin([verb, "gone", ...more]);
        expect({ code, stdout, stderr }, verb).to.deep.equal({
          code: 1,
          stdout: "",
          stderr: "product-auth: There is no subscription gone\n",
        });
      }
    });

    it("a taken id is refused with 1", async () => {
      await json("create", "--scope", "/products/pro", "--id", "taken");
      expect(await shop.admin(["create", "--scope", "/products/pro", "--id", "taken"])).to.deep.equal({
        code: 1,
        stdout: "",
        stderr: "product-auth: Subscription taken exists already\n",
      });
    });

    it("migrate belongs to postgres://", async () => {
      const mine = await shop.admin(["migrate"]);
      if (name === "postgres") expect(mine).to.include({ code: 0, stdout: "The tables are up to date.\n" });
      else expect(mine.code).to.equal(2);
    });
  });
