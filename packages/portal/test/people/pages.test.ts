import { administerUsers } from "@product-auth/portal";
import { digestOf, randomToken } from "#src/people/digest.js";
import { expect } from "chai";
import { describeOnEach } from "../support/open-server.js";
import { signIn, startBasic, type BasicPortal } from "../support/start-basic.js";
import type { Browser } from "../support/browser.js";

const HOUR = 3_600_000;

describeOnEach("pages for users", (framework) => {
  let world: BasicPortal;
  let admin: Browser;
  let adele: string;
  let adminId: string;
  before(async () => {
    const groups = { partners: { displayName: "Partners" } };
    world = await startBasic(framework, { groups });
    adminId = await world.user("admin@contoso.example");
    adele = await world.user("adele@contoso.example");
    await administerUsers({ records: world.records, clock: () => world.now }).setGroups(adminId, [
      "administrators",
    ]);
    admin = await enter(adminId);
  });
  after(() => world.close());
  /** A browser with a new session, without the work of a sign-in. */
  async function enter(id: string): Promise<Browser> {
    const token = randomToken();
    const times = { authTime: world.now, lastSeen: world.now };
    const value = { provider: "basic", ...times, isAdministrator: false, groups: [], agent: "test" };
    await world.records.write([
      { put: { kind: "session", id: digestOf(token), owner: id, version: 1, value } },
    ]);
    const browser = world.browser();
    browser.cookies.set("product-auth-portal", token);
    return browser;
  }

  it("administrators search users, and others do not find the page", async () => {
    const page = await admin.get("/admin/users?q=ADELE%40");
    expect(page.h1).to.equal("Users");
    expect(page.text).to.include(`/admin/users/${adele}">adele@contoso.example</a>`);
    expect(page.text).not.to.include(">admin@contoso.example</a>");
    const user = await enter(adele);
    for (const path of ["/admin", "/admin/users", `/admin/users/${adele}`, "/admin/subscriptions"])
      expect((await user.get(path)).status, path).to.equal(404);
    const form = new URLSearchParams({ groups: "administrators" });
    expect((await user.post(`/admin/users/${adele}`, form)).status).to.equal(404);
    expect((await admin.get("/admin/users/unknown")).status).to.equal(404);
  });

  it("groups are given and taken, from the next request on; fields that no form has change nothing", async () => {
    const user = await enter(adele);
    const form = new URLSearchParams([
      ["groups", "partners"],
      ["groups", "administrators"],
      ["groups", "developers"],
      ["state", "deleted"],
      ["email", "x@y.example"],
      ["__proto__", "x"],
    ]);
    const saved = await admin.follow(await admin.post(`/admin/users/${adele}`, form));
    expect(saved.text).to.include("The groups were saved.");
    const record = await world.records.get("user", adele);
    expect(record?.value["groups"]).to.deep.equal(["administrators", "partners"]);
    expect(record?.value["email"]).to.equal("adele@contoso.example");
    expect((await user.get("/admin")).status).to.equal(200);
    await admin.post(`/admin/users/${adele}`, new URLSearchParams({ groups: "partners" }));
    expect((await user.get("/admin")).status).to.equal(404);
  });

  it("a blocked user is out at once, and the old cookie stays dead after unblocking", async () => {
    const user = await enter(adele);
    const blocked = await admin.follow(await admin.post(`/admin/users/${adele}`, { act: "block" }));
    expect(blocked.text).to.include("The user is blocked.").and.include("<dd>Blocked</dd>");
    expect((await user.get("/profile")).location).to.include("/signin");
    const again = world.browser();
    await signIn(again, "adele@contoso.example");
    expect((await again.get("/profile")).status).to.equal(302);
    await admin.post(`/admin/users/${adele}`, { act: "unblock" });
    expect((await user.get("/profile")).status).to.equal(302);
    await signIn(again, "adele@contoso.example");
    expect((await again.get("/profile")).status).to.equal(200);
  });

  it("nobody blocks, demotes or deletes the last administrator", async () => {
    expect((await admin.get(`/admin/users/${adminId}`)).text).not.to.include('value="block"');
    for (const fields of [{ act: "block" }, { act: "groups" }]) {
      const page = await admin.post(`/admin/users/${adminId}`, fields);
      expect(page.status).to.equal(400);
      expect(page.text).to.include("There is a problem");
    }
    expect((await admin.post("/profile/close", { "e-mail": "admin@contoso.example" })).status).to.equal(400);
    expect((await admin.post(`/admin/users/${adminId}/delete`)).status).to.equal(404);
    expect((await admin.get("/admin")).status).to.equal(200);
  });

  it("acts on people need a recent sign-in", async () => {
    world.now += HOUR / 3;
    const paths = [
      `/admin/users/${adele}`,
      `/admin/users/${adele}/delete`,
      "/profile/close",
      "/profile/data",
    ];
    for (const path of paths)
      expect((await admin.post(path, { act: "block" })).location, path).to.include("/signin");
    expect((await admin.get("/profile/data")).location).to.include("/signin");
    expect((await world.records.get("user", adele))?.value["state"]).to.equal("active");
    admin = await enter(adminId);
  });

  it("users download what is kept about them, and about no other user", async () => {
    const user = await enter(adele);
    const page = await user.get("/profile/data");
    expect([page.h1, page.headers.get("content-disposition")]).to.deep.equal(["Download my data", null]);
    const file = await user.post("/profile/data", { id: adminId, user: adminId, owner: adminId });
    expect(file.headers.get("content-disposition")).to.equal('attachment; filename="my-data.json"');
    expect(file.headers.get("content-type")).to.include("application/json");
    const data = JSON.parse(file.text) as { user: { id: string; email: string }; activity: unknown[] };
    expect([data.user.id, data.user.email]).to.deep.equal([adele, "adele@contoso.example"]);
    expect(data.activity).not.to.deep.equal([]);
    expect(file.text).not.to.include(adminId).and.not.to.include("admin@contoso.example");
    expect(world.events.at(-1)).to.include({ action: "data-downloaded", actor: adele, owner: adele });
    for (let i = 1; i < 10; i++) await user.post("/profile/data");
    expect((await user.post("/profile/data")).status).to.equal(429);
    const crossSite = { "sec-fetch-site": "cross-site" };
    expect((await user.post("/profile/data", {}, crossSite)).status).to.equal(403);
  });

  it("an account is closed by its address, and its sign-in makes no new one", async () => {
    const user = await enter(adele);
    const wrong = await user.post("/profile/close", { "e-mail": "other@contoso.example" });
    expect(wrong.status).to.equal(400);
    const closed = await user.follow(
      await user.post("/profile/close", { "e-mail": "ADELE@contoso.example" }),
    );
    expect(closed.h1).to.equal("You are signed out");
    expect(user.cookies.has("product-auth-portal")).to.equal(false);
    await signIn(user, "adele@contoso.example");
    expect((await user.get("/profile")).status).to.equal(302);
    expect((await admin.get(`/admin/users/${adele}`)).status).to.equal(404);
    const text =
      JSON.stringify(await world.records.list("user")) +
      JSON.stringify(await world.records.list("audit", { owner: adele }));
    expect(text).not.to.include("adele@");
  });
});
