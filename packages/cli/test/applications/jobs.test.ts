import { ProvisioningError } from "@product-auth/core/clients";
import { expect } from "chai";
import { SHOPS, type Shop } from "./support/shop.js";

const REGISTER = ["register", "--name", "Orders batch", "--product", "gold"];
const refused = () => new ProvisioningError("refused", "the directory role is missing", { finding: "P01" });

describe("product-auth applications, work that is not finished", function () {
  this.timeout(30_000);
  let shop: Shop;
  before(async function () {
    shop = await SHOPS["file"]!(this);
  });
  after(() => shop.remove());

  it("waits for Entra ID within --timeout, and reports waits of more than a second", async () => {
    shop.tenant.failures.set(
      "ensureLink",
      Array.from({ length: 4 }, () => new ProvisioningError("not-ready", "not visible yet")),
    );
    const { code, stderr } = await shop.run(REGISTER);
    expect(code, stderr).to.equal(0);
    const throttled = new ProvisioningError("unavailable", "throttled", { retryAfter: 60 });
    shop.tenant.failures.set("ensureLink", Array<Error>(20).fill(throttled));
    const late = await shop.json([...REGISTER, "--timeout", "5"]);
    expect(late.code).to.equal(1);
    expect(late.job).to.nested.include({ state: "waiting", "problem.message": "throttled" });
    shop.tenant.failures.clear();
    shop.clock.now += 3_600_000;
    expect((await shop.run(["resume", late.job!.id])).code).to.equal(0);
  });

  it("a refusal: 1, with the job, its reason and the command; nothing is admitted", async () => {
    shop.tenant.failures.set("ensureLink", [refused(), refused()]);
    const { code, stdout, stderr } = await shop.run([...REGISTER, "--operation", "refused"]);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    const [, job = ""] =
      /^product-auth: Job (register-\S+) is not finished: assign the role of gold: P01 the directory role is missing\. Run: product-auth applications resume \1$/m.exec(
        stderr,
      ) ?? [];
    expect(job, stderr).not.to.equal("");
    const { jobs } = await shop.json<{ jobs: { id: string; steps: { state: string }[] }[] }>(["jobs"]);
    expect(jobs.map(({ id }) => id)).to.deep.equal([job]);
    expect(jobs[0]!.steps.map(({ state }) => state)).to.deep.equal(["done", "open", "open"]);
    expect((await shop.run(["resume", job])).code).to.equal(1);
    // The same operation continues the same registration.
    await shop.run(["resume", job]);
    const { application } = await shop.json([...REGISTER, "--operation", "refused"]);
    expect(await shop.admitted(application.id)).to.deep.equal(["gold"]);
    expect(shop.tenant.registrations.filter(({ key }) => key === job)).to.have.length(1);
  });

  it("discard removes what a registration has created", async () => {
    shop.tenant.failures.set("ensureLink", [refused()]);
    const { job } = await shop.json([...REGISTER, "--operation", "given-up"]);
    const before = shop.tenant.registrations.length;
    expect(await shop.run(["discard", job!.id, "--yes"])).to.include({
      code: 0,
      stdout: `Job ${job!.id} is finished.\n`,
    });
    expect(shop.tenant.registrations).to.have.length(before - 1);
    const again = await shop.run([...REGISTER, "--operation", "given-up"]);
    expect(again).to.include({ code: 1, stdout: "" });
    expect(again.stderr).to.contain("the registration was discarded; another --operation registers");
  });

  it("a cleanup that is refused: access has ended, and the command ends with 1", async () => {
    const { application } = await shop.json(REGISTER);
    shop.tenant.failures.set("removeLink", Array.from({ length: 20 }, refused));
    const { code, stderr } = await shop.run([
      "unlink",
      application.id,
      "--product",
      "gold",
      "--timeout",
      "5",
    ]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("Access has ended here. Job ").and.contain("P01");
    expect(await shop.admitted(application.id)).to.deep.equal([]);
    shop.tenant.failures.clear();
    expect((await shop.run(["resume"])).code).to.equal(0);
    expect(shop.tenant.linksOf(application.id)).to.deep.equal([]);
  });
});
