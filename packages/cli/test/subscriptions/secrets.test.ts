import { expect } from "chai";
import { SHOPS, type Shop } from "./support/stores.js";

const KEY = /pask_\w{38}/g;
const DIGEST = /[\w-]{43}/g;

for (const [name, open] of Object.entries(SHOPS))
  describe(`what is shown of subscriptions, on ${name}`, () => {
    let shop: Shop;
    before(async function () {
      shop = await open(this);
    });
    after(() => shop?.remove());

    it("no key but a new one, and no digest anywhere", async function () {
      this.timeout(60_000); // many processes
      const outputs: string[] = [];
      const keys: string[] = [];
      const admin = async (...args: string[]) => {
        const { code, stdout, stderr } = await shop.admin(args);
        expect(code, stderr).to.equal(0);
        outputs.push(stderr);
        const isNew = args[0] === "create" || args[0] === "regenerate";
        const fresh = isNew ? (stdout.match(KEY) ?? []) : [];
        keys.push(...fresh);
        outputs.push(fresh.reduce((text, key) => text.replace(key, ""), stdout)); // each once
      };
      const life = async (json: readonly string[]) => {
        const id = `a${json.length}`;
        await admin("create", "--scope", "/products/pro", "--id", id, ...json);
        await admin("suspend", id, "--comment", "bill", ...json);
        await admin("regenerate", id, "--key", "primary", "--grace", "60", ...json);
        for (const verb of ["show", "activate", "reject", "cancel", "expire"]) await admin(verb, id, ...json);
        await admin("list", ...json);
        await admin("list", "--all", ...json);
      };
      await life([]);
      await life(["--json"]);
      const digests = ((await shop.dump()).match(DIGEST) ?? []).filter((text) => !text.startsWith("pask_"));
      expect(new Set(keys).size).to.equal(6);
      expect(new Set(digests).size).to.be.at.least(6);
      const said = outputs.join("\n");
      expect(said).to.contain("pask_…");
      for (const secret of [...keys, ...digests]) expect(said.includes(secret), secret).to.equal(false);
      await admin("delete", "a0", "--yes");
      expect(said).not.to.match(KEY);
    });
  });
