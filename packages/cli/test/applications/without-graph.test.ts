import { expect } from "chai";
import { SHOPS, type Shop } from "./support/shop.js";

const REGISTER = ["register", "--name", "Orders batch", "--product", "gold", "--product", "bronze"];
const NONE = { env: {} };
/** Credentials that cannot be used. */
const BROKEN = { env: { AZURE_TENANT_ID: "common", AZURE_CLIENT_ID: "x" } };

describe("product-auth applications without Graph credentials", function () {
  this.timeout(30_000);
  let shop: Shop;
  let id: string;
  before(async function () {
    shop = await SHOPS["file"]!(this);
    ({ id } = (await shop.json(REGISTER)).application);
    await shop.run(["new-secret", id]);
  });
  after(() => shop.remove());
  const calls = async (work: () => Promise<unknown>) => {
    const before = shop.tenant.calls.length;
    await work();
    return shop.tenant.calls.length - before;
  };

  it("list, show and jobs work, and write nothing", async () => {
    expect(await shop.run(["list"], NONE)).to.include({ code: 0, stderr: "", calls: 0 });
    const shown = await shop.run(["show", id], NONE);
    expect(shown).to.include({ code: 0, calls: 0 });
    expect(shown.stderr).to.equal("The secrets were not read: no Graph credentials are set.\n");
    const broken = await shop.run(["show", id], BROKEN);
    expect(broken).to.include({ code: 0, stdout: shown.stdout });
    expect(broken.stderr).to.match(/^The secrets were not read: AZURE_TENANT_ID is not one tenant; /);
    expect(await shop.run(["jobs"], BROKEN)).to.include({ code: 0, stdout: "There are no such jobs.\n" });
  });

  it("what needs Entra ID ends with 2 before any call; credentials that cannot be used do always", async () => {
    for (const args of [
      REGISTER,
      ["new-secret", id],
      ["remove-secret", id, "--key-id", id, "--yes"],
      ["resume"],
    ]) {
      const { code, stdout, stderr } = await shop.run(args, NONE);
      expect({ code, stdout }, args[0]).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr, args[0]).to.contain("AZURE_TENANT_ID is not set");
    }
    expect(await shop.run(["suspend", id], BROKEN)).to.include({ code: 2, calls: 0 });
    expect(await shop.admitted(id)).to.deep.equal(["gold"]);
  });

  it("ends access here, and leaves the rest as a job that resume finishes", async () => {
    expect(
      await calls(async () => {
        const { code, stdout, stderr } = await shop.run(["suspend", id], NONE);
        expect(code).to.equal(0);
        expect(stdout).to.match(/^state +rejected$/m);
        expect(stderr).to.contain(
          `product-auth: Access has ended here. Job change-${id} is not finished: remove the role of gold: ` +
            "product-auth applications ran without Graph credentials. With Graph credentials: " +
            `product-auth applications resume change-${id}\n`,
        );
      }),
    ).to.equal(0);
    expect(await shop.admitted(id)).to.deep.equal([]);
    const { stdout } = await shop.run(["jobs"], NONE);
    expect(stdout).to.match(
      /^JOB +KIND .*\nchange-\S+ +cleanup +(waiting|running) +Orders batch .*remove the role of gold/,
    );
    expect((await shop.run(["show", id], NONE)).stderr).to.contain(`Job change-${id} is not finished`);

    expect(await shop.run(["resume"])).to.include({ code: 0, stdout: `Job change-${id} is finished.\n` });
    expect(shop.tenant.linksOf(id)).to.deep.equal([]);
    expect(await shop.run(["resume"])).to.include({ code: 0, stdout: "There are no jobs.\n" });
  });

  it("a grant is in force only after the job: 1 until then", async () => {
    const restored = await shop.json(["restore", id], NONE);
    expect(restored).to.include({ code: 1 });
    expect(restored.job).to.include({ id: `change-${id}`, state: "waiting" });
    expect(await shop.admitted(id)).to.deep.equal([]);
    expect((await shop.run(["resume", `change-${id}`])).code).to.equal(0);
    expect(await shop.admitted(id)).to.deep.equal(["gold"]);

    expect((await shop.run(["approve", id, "--product", "bronze"], NONE)).code).to.equal(1);
    expect(await shop.admitted(id)).to.deep.equal(["gold"]);
    await shop.run(["resume"]);
    expect(await shop.admitted(id)).to.deep.equal(["bronze", "gold"]);
  });

  it("needs no Graph: reject, transfer, a request for a product; unlink and delete leave a cleanup", async () => {
    const { application } = await shop.json(REGISTER);
    for (const args of [
      ["reject", application.id, "--product", "bronze"],
      ["transfer", application.id, "--owner", "mia"],
      ["unlink", application.id, "--product", "gold"],
    ])
      expect((await shop.json(args, NONE)).code, args[0]).to.equal(0);
    const deleted = await shop.run(["delete", application.id, "--yes"], NONE);
    expect(deleted).to.include({ code: 0, stdout: `Application ${application.id} is deleted here.\n` });
    expect(shop.tenant.linksOf(application.id)).to.deep.equal(["gold"]);
    // The same command with credentials finishes it.
    const again = await shop.run(["delete", application.id, "--yes"]);
    expect(again, again.stderr).to.include({ code: 0 });
    expect(shop.tenant.linksOf(application.id)).to.equal(undefined);
  });
});
