import { expect } from "chai";
import { SHOPS, type Shop } from "./support/shop.js";

const REGISTER = ["register", "--name", "Orders batch", "--product", "gold"];

for (const [name, open] of Object.entries(SHOPS))
  describe(`product-auth applications, ended at a call, on ${name}`, function () {
    this.timeout(60_000);
    let shop: Shop;
    before(async function () {
      shop = await open(this);
    });
    after(() => shop?.remove());

    /** Ends a run before and after each of its calls that change something. `then`: called after each of them. */
    const atEveryCall = async (
      prepare: (key: string) => Promise<readonly string[]>,
      then: (key: string, args: readonly string[]) => Promise<void>,
    ) => {
      const { calls } = await shop.run(await prepare("whole"));
      expect(calls).to.be.at.least(3);
      for (let call = 1; call <= calls; call++)
        for (const when of ["before", "after"] as const) {
          const key = `${call}-${when}`;
          const args = await prepare(key);
          await shop.run(args, { end: { call, when } });
          shop.clock.now += 31_000; // the lease of the process that ended
          await then(key, args);
        }
    };

    it("register: the same operation again makes one application", async () => {
      let count = shop.tenant.registrations.length + 1;
      await atEveryCall(
        async (key) => [...REGISTER, "--operation", key],
        async (key, args) => {
          const { application, code } = await shop.json(args);
          expect(code, key).to.equal(0);
          expect(shop.tenant.registrations, key).to.have.length(++count);
          expect(await shop.admitted(application.id), key).to.deep.equal(["gold"]);
          expect((await shop.run(["jobs"])).stdout).to.equal("There are no such jobs.\n");
        },
      );
    });

    it("new-secret: the same operation again leaves one secret, or reports that it was returned", async () => {
      let id = "";
      await atEveryCall(
        async (key) => {
          ({ id } = (await shop.json(REGISTER)).application);
          return ["new-secret", id, "--operation", key];
        },
        async (key, args) => {
          const { code, stdout, stderr } = await shop.run(args);
          const secrets = shop.tenant.secretsOf(id);
          if (code === 0) expect(stdout, key).to.match(/^abc~\S+\n$/);
          else expect(stderr, key).to.contain("was returned already");
          expect(secrets, key).to.have.length(1);
        },
      );
    });

    for (const [verb, ...more] of [
      ["suspend"],
      ["unlink", "--product", "gold"],
      ["delete", "--yes"],
    ] as const)
      it(`${verb}: again, or resume, finishes it`, async () => {
        let id = "";
        await atEveryCall(
          async () => {
            ({ id } = (await shop.json(REGISTER)).application);
            return [verb, id, ...more];
          },
          async (key, args) => {
            await shop.run(args);
            expect((await shop.run(["resume"])).code, key).to.equal(0);
            expect(await shop.admitted(id), key).to.deep.equal([]);
            expect(shop.tenant.linksOf(id) ?? [], key).to.deep.equal([]);
          },
        );
      });

    it("two at once: one application, at most two secrets", async () => {
      const before = shop.tenant.registrations.length;
      const args = [...REGISTER, "--operation", "race"];
      const both = await Promise.all(Array.from({ length: 4 }, () => shop.json(args)));
      expect(new Set(both.map(({ application }) => application.id)).size).to.equal(1);
      expect(shop.tenant.registrations).to.have.length(before + 1);
      const { id } = both[0]!.application;
      const runs = await Promise.all(Array.from({ length: 4 }, () => shop.run(["new-secret", id])));
      expect(runs.filter(({ code }) => code === 0)).to.have.length(shop.tenant.secretsOf(id).length);
      expect(shop.tenant.secretsOf(id)).to.have.length(2);
    });
  });
