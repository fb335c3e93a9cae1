import { expect } from "chai";
import { SHOPS, type Shop } from "./support/shop.js";

const CLIENT = "7B0C9E11-2222-4333-8444-955566667777";
const NONE = { env: {} };
const MANUAL = ["--manual", "--tenant", "contoso.onmicrosoft.com"];
const REGISTER = ["register", "--name", "Orders batch", ...MANUAL];

describe("product-auth applications --manual", function () {
  this.timeout(30_000);
  let shop: Shop;
  before(async function () {
    shop = await SHOPS["file"]!(this);
  });
  after(() => shop.remove());

  it("--client-id records what an administrator has registered, with its roles, in one run", async () => {
    const args = [...REGISTER, "--product", "gold", "--product", "silver", "--client-id", CLIENT];
    const { code, stdout, stderr } = await shop.run([...args, "--operation", "one"], NONE);
    expect(code, stderr).to.equal(0);
    expect(stdout)
      .to.match(new RegExp(`^client id +${CLIENT.toLowerCase()}$`, "m"))
      .and.match(
        /^token URL +https:\/\/login\.microsoftonline\.com\/contoso\.onmicrosoft\.com\/oauth2\/v2\.0\/token$/m,
      );
    expect(stderr)
      .to.contain(
        "The application must have the app role Product.Gold.All of the product gold in Entra ID.\n",
      )
      .and.contain("the app role Silver.Read of the product silver");
    expect(await shop.admitted(CLIENT)).to.deep.equal(["gold", "silver"]);
    expect((await shop.run([...args, "--operation", "one"], NONE)).code).to.equal(0);
    expect(shop.tenant.calls).to.deep.equal([]);
  });

  it("the id of another application is refused, and the registration can be discarded", async () => {
    const args = [...REGISTER, "--product", "gold", "--client-id", CLIENT];
    const { code, job } = await shop.json(args, NONE);
    expect(code).to.equal(1);
    expect(job).to.nested.include({ state: "stopped", "problem.reason": "conflict" });
    expect((await shop.run(["discard", job!.id, ...MANUAL], NONE)).stderr).to.contain("with --yes");
    const discarded = await shop.run(["discard", job!.id, "--yes", ...MANUAL], NONE);
    expect(discarded, discarded.stderr).to.include({ code: 0, stdout: `Job ${job!.id} is finished.\n` });
    expect(await shop.admitted(CLIENT)).to.deep.equal(["gold", "silver"]);
  });

  it("step by step: each line names the next command", async () => {
    const { code, stdout, stderr } = await shop.run([...REGISTER, "--product", "gold"], NONE);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    const [, job = ""] =
      /waits for an administrator: do it in the Entra portal\. Then: product-auth applications complete (register-\S+) --client-id ID\n/.exec(
        stderr,
      ) ?? [];
    const id = CLIENT.replace("7", "8").toLowerCase();
    const assigned = await shop.run(["complete", job, "--client-id", id, ...MANUAL], NONE);
    expect(assigned.code).to.equal(1);
    expect(assigned.stderr).to.contain(
      `waits for an administrator: do it in the Entra portal. Then: product-auth applications complete ${job}\n`,
    );
    expect(await shop.admitted(id)).to.deep.equal([]);
    expect(await shop.run(["complete", job, ...MANUAL], NONE)).to.include({
      code: 0,
      stdout: `Job ${job} is finished.\n`,
    });
    expect(await shop.admitted(id)).to.deep.equal(["gold"]);
    expect((await shop.run(["complete", job, ...MANUAL], NONE)).code).to.equal(1);

    const suspended = await shop.run(["suspend", id, ...MANUAL], NONE);
    expect(suspended.code, suspended.stderr).to.equal(0);
    expect(suspended.stderr).to.contain(
      `Access has ended here. Job change-${id} waits for an administrator: do it`,
    );
    expect((await shop.run(["complete", `change-${id}`, ...MANUAL], NONE)).code).to.equal(0);
    expect((await shop.run(["new-secret", id, ...MANUAL], NONE)).code).to.equal(1);
  });

  it("complete without the client id, where it is needed", async () => {
    const { job } = await shop.json([...REGISTER, "--product", "gold"], NONE);
    const { code, stderr } = await shop.run(["complete", job!.id, ...MANUAL], NONE);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^product-auth: write the client id of the registration: --client-id ID\.\n$/);
  });
});
