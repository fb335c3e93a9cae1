import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ProvisioningError } from "@product-auth/core/clients";
import { expect } from "chai";
import { SHOPS, textIn, type Shop } from "./support/shop.js";

const REGISTER = ["register", "--name", "Orders batch", "--product", "gold", "--owner", "zoe"];
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

for (const [name, open] of Object.entries(SHOPS))
  describe(`product-auth applications, every verb, on ${name}`, function () {
    this.timeout(30_000);
    let shop: Shop;
    before(async function () {
      shop = await open(this);
    });
    after(() => shop?.remove());

    const register = async (...more: string[]) => {
      const { code, application } = await shop.json([...REGISTER, ...more]);
      expect(code).to.equal(0);
      return application.id;
    };
    const done = async (...args: string[]) => {
      const document = await shop.json(args);
      expect(document.code).to.equal(0);
      expect(document).not.to.have.property("job");
      return document;
    };

    it("registers with roles, then admits; a product that needs an approval waits for it", async () => {
      const { code, stdout, stderr } = await shop.run([...REGISTER, "--product", "bronze", "--by", "ann"]);
      expect(code, stderr).to.equal(0);
      const [, id = ""] = /^client id +(\S+)$/m.exec(stdout) ?? [];
      expect(stdout)
        .to.match(/^state +active$/m)
        .and.match(/^owner +zoe$/m)
        .and.match(/^token URL +https:\/\/login\.example/m)
        .and.match(/^product +gold, approved, scope api:\/\/gold\/\.default$/m)
        .and.match(/^product +bronze, pending, scope api:\/\/bronze\/\.default$/m);
      expect(stderr)
        .to.match(/^Operation ([\da-f-]{36}): --operation \1 runs it again\.$/m)
        .and.match(/^audit: .*"action":"register".*"by":"ann"/m)
        .and.contain(`product-auth applications approve ${id}`);
      expect(await shop.admitted(id)).to.deep.equal(["gold"]);
      expect(shop.tenant.linksOf(id)).to.deep.equal(["gold"]);

      const approved = await done("approve", id.toUpperCase(), "--product", "bronze", "--comment", "fine");
      expect(approved.application.products).to.deep.include({
        name: "bronze",
        state: "approved",
        comment: "fine",
        role: "Product.Bronze.All",
        audience: "api://bronze",
        scope: "api://bronze/.default",
      });
      expect(await shop.admitted(id)).to.deep.equal(["bronze", "gold"]);
    });

    it("the same operation is the same application", async () => {
      const id = await register("--operation", "deploy-1");
      expect(await register("--operation", "deploy-1")).to.equal(id);
      shop.clock.now += 7_200_000; // the finished job is forgotten
      expect(await register("--operation", "deploy-1")).to.equal(id);
      const both = await Promise.all([register("--operation", "two"), register("--operation", "two")]);
      expect(both[0]).to.equal(both[1]);
      await done("delete", id, "--yes");
      const again = await shop.run([...REGISTER, "--operation", "deploy-1"]);
      expect(again).to.include({ code: 1, stdout: "" });
      expect(again.stderr).to.contain("the application was registered, and deleted since");
    });

    it("link, unlink, reject", async () => {
      const id = await register();
      await done("link", id, "--product", "silver");
      expect(await shop.admitted(id)).to.deep.equal(["gold", "silver"]);
      await done("link", id, "--product", "bronze");
      const { application } = await done("reject", id, "--product", "bronze", "--comment", "no");
      expect(application.products).to.deep.include({
        ...{ name: "bronze", state: "rejected", comment: "no" },
        ...{ role: "Product.Bronze.All", audience: "api://bronze", scope: "api://bronze/.default" },
      });
      await done("unlink", id, "--product", "gold");
      expect(await shop.admitted(id)).to.deep.equal(["silver"]);
      expect(shop.tenant.linksOf(id)).to.deep.equal(["silver"]);
      expect(await shop.run(["reject", id, "--product", "silver"])).to.include({ code: 1, stdout: "" });
      expect((await shop.run(["approve", id, "--product", "gold"])).stderr).to.contain(
        `Application ${id} has not asked for the product gold`,
      );
    });

    it("suspend, restore, transfer", async () => {
      const id = await register();
      const { application } = await done("suspend", id, "--comment", "invoice 4711");
      expect(application).to.include({ state: "rejected", stateComment: "invoice 4711" });
      expect(await shop.admitted(id)).to.deep.equal([]);
      expect(shop.tenant.linksOf(id)).to.deep.equal([]);
      expect((await shop.run(["new-secret", id])).stderr).to.contain("is suspended; restore it first");
      expect((await done("restore", id)).application.state).to.equal("active");
      expect(await shop.admitted(id)).to.deep.equal(["gold"]);
      await shop.run(["new-secret", id]);
      expect((await done("transfer", id, "--owner", "mia")).application.ownerId).to.equal("mia");
      expect(shop.tenant.secretsOf(id)).to.have.length(1);
      await done("transfer", id, "--owner", "eve", "--remove-secrets", "--yes");
      expect(shop.tenant.secretsOf(id)).to.have.length(0);
      expect(await shop.run(["list", "--owner", "eve"]))
        .to.have.property("stdout")
        .that.contains(id);
    });

    it("new-secret: alone on stdout, at most two, once each; remove-secret", async () => {
      const id = await register();
      const first = await shop.run(["new-secret", id, "--days", "30"]);
      expect(first.code, first.stderr).to.equal(0);
      expect(first.stdout).to.match(/^abc~\S+\n$/);
      expect(first.stderr)
        .to.match(/key id [\da-f-]{36}, ends 2027-/)
        .and.not.contain(first.stdout.trim());
      const { secret } = await shop.json(["new-secret", id, "--operation", "second"]);
      expect(secret.secretText).to.match(/^abc~/);
      const repeated = await shop.run(["new-secret", id, "--operation", "second"]);
      expect(repeated).to.include({ code: 1, stdout: "" });
      expect(repeated.stderr).to.contain("without --operation a new secret is created");
      const third = await shop.run(["new-secret", id]);
      expect(third).to.include({ code: 1, stdout: "" });
      expect(third.stderr).to.contain(
        `two active secrets; remove one first: product-auth applications show ${id}`,
      );

      const shown = await shop.json<{ secrets: { keyId: string; state: string }[] }>(["show", id]);
      expect(shown.secrets.map(({ state }) => state)).to.have.members(["expiring", "active"]);
      const removed = await shop.run(["remove-secret", id, "--key-id", secret.keyId, "--yes"]);
      expect(removed).to.include({ code: 0, stdout: `Secret ${secret.keyId} is removed.\n` });
      expect(shop.tenant.secretsOf(id)).to.have.length(1);
      const dump = (await shop.dump()) + first.stderr + third.stderr;
      for (const text of [first.stdout.trim(), secret.secretText!]) expect(dump).not.to.contain(text);
    });

    it("new-secret --secret-file: a new file of mode 0600, gone after a failure", async () => {
      const id = await register();
      const path = join(shop.folder, `secret-${id}`);
      const made = await shop.run(["new-secret", id, "--secret-file", path]);
      expect(made).to.include({ code: 0, stdout: "" });
      expect(await textIn(shop, `secret-${id}`)).to.match(/^abc~\S+\n$/);
      if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).to.equal(0o600);
      const again = await shop.run(["new-secret", id, "--secret-file", path]);
      expect(again).to.include({ code: 2, calls: 0 });
      expect(again.stderr).to.contain("--secret-file exists already");
      shop.tenant.failures.set("addSecret", [
        new ProvisioningError("secret-policy", "the policy allows 90 days", {
          maximumDays: 90,
          finding: "P38",
        }),
      ]);
      const refused = await shop.run(["new-secret", id, "--secret-file", `${path}-2`]);
      expect(refused).to.include({ code: 1, stdout: "" });
      expect(refused.stderr).to.contain("product-auth: P38 the policy allows 90 days; write --days 90\n");
      expect(await stat(`${path}-2`).catch(() => undefined)).to.equal(undefined);
    });

    it("new-secret waits for what passes", async () => {
      const id = await register();
      shop.tenant.failures.set("addSecret", [
        new ProvisioningError("unavailable", "throttled", { retryAfter: 20 }),
        new ProvisioningError("not-ready", "not visible yet"),
      ]);
      const since = shop.clock.now;
      expect((await shop.run(["new-secret", id])).code).to.equal(0);
      expect(shop.clock.now - since).to.be.at.least(22_000);
      shop.tenant.failures.set("addSecret", [
        new ProvisioningError("unavailable", "throttled", { retryAfter: 20 }),
      ]);
      expect(await shop.run(["new-secret", id, "--timeout", "10"])).to.include({ code: 1, stdout: "" });
    });

    it("delete: with --yes, or an answer on a terminal", async () => {
      const id = await register();
      expect((await shop.run(["delete", id])).stderr).to.contain("repeat the command with --yes");
      expect(await shop.run(["delete", id], { typed: "n\n" })).to.include({ code: 2, calls: 0 });
      expect(await shop.admitted(id)).to.deep.equal(["gold"]);
      const { code, stdout, stderr } = await shop.run(["delete", id], { typed: "y\n" });
      expect({ code, stdout }).to.deep.equal({ code: 0, stdout: `Application ${id} is deleted.\n` });
      expect(stderr).to.contain(`Delete the application ${id} and its registration? [y/N]`);
      expect(shop.tenant.linksOf(id)).to.equal(undefined);
      for (const verb of ["show", "suspend", "new-secret"])
        expect((await shop.run([verb, id])).code, verb).to.equal(1);
      expect((await shop.run(["delete", id, "--yes"])).stderr).to.contain(
        `There is no client application ${id}`,
      );
    });

    it("list: by owner, pending, page by page", async () => {
      const ids: string[] = [];
      for (const product of ["gold", "silver", "bronze"]) {
        const { application } = await shop.json([
          ...["register", "--name", product, "--owner", "lists", "--product", product],
        ]);
        ids.push(application.id);
      }
      const list = async (...args: string[]) =>
        shop.json<{ applications: { id: string }[]; next?: string }>(["list", "--owner", "lists", ...args]);
      expect((await list()).applications.map(({ id }) => id)).to.deep.equal([...ids].sort());
      const first = await list("--limit", "2");
      expect(first.applications).to.have.length(2);
      expect((await list("--after", first.next!)).applications).to.have.length(1);
      expect((await list("--pending", "--all")).applications.map(({ id }) => id)).to.deep.equal([ids[2]]);
      const { stdout } = await shop.run(["list", "--owner", "lists"]);
      expect(stdout)
        .to.match(/^ID +STATE +NAME +OWNER +PRODUCTS +CREATED\n/)
        .and.contain("bronze (pending)");
      expect((await shop.run(["list", "--owner", "stranger"])).stdout).to.equal(
        "There are no such applications.\n",
      );
    });

    it("the audit goes to a file, without a secret", async () => {
      const path = join(shop.folder, "audit.jsonl");
      const id = await register("--audit", path);
      const { stdout } = await shop.run(["new-secret", id, "--audit", path, "--by", "ann"]);
      await shop.run(["delete", id, "--yes", "--audit", path, "--comment", "done"]);
      const text = await textIn(shop, "audit.jsonl");
      const events = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, string>);
      expect(events.map(({ action }) => action)).to.deep.equal(["register", "add-secret", "delete"]);
      expect(events[1]).to.include({ by: "ann", applicationId: id });
      expect(text).not.to.contain(stdout.trim());
    });

    it("what does not exist ends with 1", async () => {
      for (const [verb, ...more] of [
        ["show"],
        ["approve", "--product", "gold"],
        ["unlink", "--product", "gold"],
        ["restore"],
        ["transfer", "--owner", "mia"],
        ["new-secret"],
        ["remove-secret", "--key-id", UNKNOWN, "--yes"],
        ["delete", "--yes"],
      ] as const) {
        const { code, stdout, stderr } = await shop.run([verb, UNKNOWN, ...more]);
        expect({ code, stdout }, verb).to.deep.equal({ code: 1, stdout: "" });
        expect(stderr).to.contain(`product-auth: There is no client application ${UNKNOWN}\n`);
      }
      const job = `register-${"0".repeat(64)}`;
      for (const verb of ["resume", "complete"])
        expect(await shop.run([verb, job])).to.include({
          code: 1,
          stderr: `product-auth: There is no job ${job}\n`,
        });
    });
  });
