import { MemoryRecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import { startPortal, type World } from "./support/start-portal.js";

describe("health of the portal", () => {
  let world: World;
  let isDown = false;
  before(async () => {
    const records = new MemoryRecordRepository();
    const list = records.list.bind(records);
    records.list = (...given) => (isDown ? Promise.reject(new Error("down")) : list(...given));
    world = await startPortal({ records });
  });
  after(() => world.close());
  afterEach(() => {
    isDown = false;
  });

  it("names what must be registered at the issuer, and nothing secret", async () => {
    const health = await world.portal.health();
    expect(health).to.deep.equal({
      status: "ok",
      records: "ok",
      subscriptions: "ok",
      signIn: [
        {
          id: "entra",
          label: "Microsoft Entra ID",
          redirectUri: `${world.url}/signin/entra/callback`,
        },
      ],
      retention: { audit: 365 },
    });
  });

  it("a store that fails makes it degraded", async () => {
    isDown = true;
    const { status, records, subscriptions } = await world.portal.health();
    expect({ status, records, subscriptions }).to.deep.equal({
      status: "degraded",
      records: "unavailable",
      subscriptions: "ok",
    });
  });

  it("administrators read it, and that a user's groups were left out of the token", async () => {
    await world.browser().signIn("many.groups");
    const admin = world.browser();
    await admin.signIn("portal.admin");
    const { status, text } = await admin.get("/admin/health");
    expect(status).to.equal(200);
    expect(text).to.include(`${world.url}/signin/entra/callback`);
    expect(text).to.include("more than 200 groups");
  });

  it("for users it does not exist", async () => {
    const adele = world.browser();
    await adele.signIn("adele");
    expect((await adele.get("/admin/health")).status).to.equal(404);
  });
});
