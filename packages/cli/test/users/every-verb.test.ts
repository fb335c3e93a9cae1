import { expect } from "chai";
import { HOUSES, type House } from "./support/house.js";

for (const [name, open] of Object.entries(HOUSES))
  describe(`product-auth users on ${name}`, function () {
    this.timeout(60_000);
    let house: House;
    let [ann, ben, root] = ["", "", ""];
    before(async function () {
      house = await open(this);
      root = await house.user("root@contoso.example", { groups: ["administrators"] });
      ann = await house.user("ann@contoso.example", { subscriptions: 2 });
      ben = await house.user("ben@fabrikam.example");
    });
    after(() => house?.remove());

    it("list: by name, searched, page by page", async () => {
      const all = await house.run(["list"]);
      expect(all.stdout.split("\n")[0]).to.match(/^ID +STATE +NAME +E-MAIL +GROUPS +REGISTERED$/);
      expect(all.stdout.match(/\S+@\S+/g)).to.deep.equal([
        "ann@contoso.example",
        "ben@fabrikam.example",
        "root@contoso.example",
      ]);
      const found = await house.json(["list", "CONTOSO vance"]);
      expect(found.users.map(({ id }) => id)).to.deep.equal([ann, root]);
      expect(found).to.include({ code: 0, total: 2, isCut: false });
      const page = await house.run(["list", "--limit", "1", "--skip", "1"]);
      expect(page.stdout).to.contain(ben).and.not.contain(ann);
      expect(page.stderr).to.equal("These are 1 of 3: --all lists everything, --skip 2 continues.\n");
      expect((await house.run(["list", "nothing"])).stdout).to.equal("There are no such users.\n");
    });

    it("show: by id or e-mail address, with the ways to sign in", async () => {
      const shown = await house.run(["show", "Ann@Contoso.example"]);
      expect(shown.stdout)
        .to.match(/^id +user-\d+$/m)
        .and.match(/^e-mail +ann@contoso\.example, verified$/m);
      expect(shown.stdout).to.match(/^sign-in +basic, last \d{4}-/m);
      expect((await house.json(["show", ann])).user).to.deep.include({
        id: ann,
        state: "active",
        groups: [],
      });
      for (const unknown of ["user-0", "nobody@contoso.example"])
        expect(await house.run(["show", unknown])).to.deep.include({
          code: 1,
          stderr: "product-auth: there is no such user\n",
        });
    });

    it("show: an address that several users have is refused with their ids", async () => {
      const value = { firstName: "Eve", email: "ben@fabrikam.example", state: "active" };
      await house.withRecords((records) =>
        records.write([{ put: { kind: "user", id: "eve", version: 1, value } }]),
      );
      const { code, stderr } = await house.run(["block", "ben@fabrikam.example"]);
      expect(code).to.equal(1);
      expect(stderr).to.match(/several users have this address: write one of the ids \S+, \S+\n$/);
      await house.withRecords((records) => records.write([{ remove: { kind: "user", id: "eve" } }]));
    });

    it("block and unblock, over the subscriptions", async () => {
      const blocked = await house.json(["block", ann, "--comment", "invoice 4711 is open"]);
      expect(blocked).to.deep.include({ code: 0 }).and.not.have.property("work");
      expect(blocked.user.state).to.equal("blocked");
      expect(await house.keysOf(ann)).to.deep.equal(["active/blocked", "active/blocked"]);
      const again = await house.run(["block", ann]);
      expect(again.code, again.stderr).to.equal(0);
      expect(again.stderr).to.not.contain("audit: ");
      const { stderr, code } = await house.run(["unblock", "ann@contoso.example"]);
      expect(code).to.equal(0);
      expect(stderr).to.match(/^audit: \{"at":"[^"]+","action":"user-unblocked"/m);
      expect(await house.keysOf(ann)).to.deep.equal(["active/active", "active/active"]);
    });

    it("the last active administrator can neither be blocked nor deleted", async () => {
      for (const args of [
        ["block", root],
        ["delete", root, "--yes"],
      ]) {
        const { code, stderr } = await house.run(args);
        expect(code).to.equal(1);
        expect(stderr)
          .to.contain("last active administrator")
          .and.contain("users invite EMAIL --administrator");
      }
      expect((await house.json(["show", root])).user.state).to.equal("active");
    });

    it("delete: after a question; personal data goes, the subscriptions are cancelled", async () => {
      const id = await house.user("carl@contoso.example", { subscriptions: 1 });
      expect((await house.run(["delete", id])).stderr).to.contain("with --yes");
      expect((await house.run(["delete", id], { typed: "n\n" })).code).to.equal(2);
      const deleted = await house.run(["delete", "carl@contoso.example"], { typed: "yes\n" });
      expect(deleted, deleted.stderr).to.include({ code: 0, stdout: `User ${id} is deleted.\n` });
      expect(await house.keysOf(id)).to.deep.equal(["cancelled/deleted"]);
      const stored = await house.withRecords((records) => records.get("user", id));
      expect(JSON.stringify(stored)).to.not.contain("carl");
      expect((await house.run(["list", "carl"])).stdout).to.equal("There are no such users.\n");
    });

    it("invite: prints the link once and alone, and stores no link", async () => {
      const url = ["--public-url", "https://api.contoso.example/developer/"];
      const args = ["invite", "Dora@Contoso.example", "--first-name", "Dora", "--group", "partners", ...url];
      const { code, stdout, stderr } = await house.run(args);
      expect(code, stderr).to.equal(0);
      const [, ticket = ""] =
        /^https:\/\/api\.contoso\.example\/developer\/welcome\?ticket=([\w-]{43})\n$/.exec(stdout) ?? [];
      expect(ticket).to.not.equal("");
      expect(stderr).to.contain("until ").and.not.contain(ticket);
      const [tickets, users] = await house.withRecords(async (records) => [
        JSON.stringify(await records.list("ticket")),
        JSON.stringify(await records.list("user")),
      ]);
      expect(tickets).to.contain("dora@contoso.example").and.contain("partners").and.not.contain(ticket);
      expect(users).to.not.contain("dora@contoso.example");
      const known = await house.run(["invite", "ben@fabrikam.example", ...url]);
      expect([known.code, known.stdout]).to.deep.equal([1, ""]);
      for (const wrong of [
        "dora",
        "a@b.example,c@d.example",
        "Dora <d@b.example>",
        "a@b.example\r\nBcc: x@y.z",
      ])
        expect((await house.run(["invite", wrong, ...url])).code, wrong).to.equal(2);
    });

    it("invite --administrator: a link for a new address, the group for a user who exists", async () => {
      const args = ["--administrator", "--public-url", "http://127.0.0.1:3000/developer"];
      const { link, code } = await house.json(["invite", "new@contoso.example", ...args]);
      expect([code, link.slice(0, 46)]).to.deep.equal([0, "http://127.0.0.1:3000/developer/welcome?ticket"]);
      const tickets = await house.withRecords((records) => records.list("ticket"));
      expect(JSON.stringify(tickets)).to.contain('"administrators"');
      const known = await house.json(["invite", "BEN@fabrikam.example", ...args]);
      expect(known.user).to.deep.include({ id: ben, groups: ["administrators"] });
      // Now there are two.
      expect((await house.run(["block", ben])).code).to.equal(0);
      expect((await house.run(["invite", "ben@fabrikam.example", ...args])).stderr).to.contain(
        `the user is blocked: product-auth users unblock ${ben}`,
      );
    });
  });
