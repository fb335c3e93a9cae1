import { expect } from "chai";
import { createApplicationsWorld, type ApplicationsWorld } from "../support/applications-world.js";
import { eventually } from "../support/eventually.js";
import { linkOf, presetOf } from "../support/visitor.js";
import type { User } from "../support/world.js";

describe("an application of one's own", () => {
  let now = Date.UTC(2026, 10, 29, 12);
  let world: ApplicationsWorld;
  let adele: User;
  let id: string;
  let page: string;
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 29, 12);
    world = createApplicationsWorld({ clock: () => now });
    adele = await world.user();
    id = await world.registered(adele);
    page = `/applications/${id}`;
  });

  const linked = async () =>
    (await world.administration.get(id))!.products.map(({ name, state }) => `${name} ${state}`);
  const roles = () => [...world.provisioning.applications.get(id)!.roles];

  it("gets more products, those with approval after it", async () => {
    const form = await adele.open(`${page}/products/add`);
    expect(form.h1).to.equal("Add product");
    expect(form.text).to.include("Silver").and.include("Partner").and.not.include(">Gold<");
    expect((await adele.post(`${page}/products/add`, {})).status).to.equal(400);
    expect((await adele.post(`${page}/products/add`, { products: "gold" })).status).to.equal(400);
    expect((await adele.post(`${page}/products/add`, { products: "secretive" })).status).to.equal(400);
    const added = await adele.post(`${page}/products/add`, { products: "silver" });
    expect(added.to).to.equal(`${page}?done=product-added`);
    const asked = await adele.post(`${page}/products/add`, { products: "partner" });
    expect(asked.to).to.equal(`${page}?done=product-requested`);
    expect(await linked()).to.have.members(["gold approved", "silver approved", "partner pending"]);
    expect(roles()).to.have.members(["gold", "silver"]);
    expect((await adele.open(`${page}/products/add`)).text).to.include("has every product");
  });

  it("loses a product after a question: here at once, then in Entra ID", async () => {
    const link = linkOf(await adele.open(page), "Remove Gold");
    expect(link).to.equal(`${page}/products/gold/remove`);
    expect((await adele.open(link)).h1).to.equal("Remove product");
    expect((await adele.post(link, {})).to).to.equal(`${page}?done=product-removed`);
    expect(await linked()).to.deep.equal([]);
    expect((await adele.open(link)).status).to.equal(404);
    expect((await adele.open(page)).text).to.include("not linked to a product");
    await eventually(() => roles().length === 0);
    expect(roles()).to.deep.equal([]);
  });

  it("is deleted after a recent sign-in", async () => {
    now += 16 * 60_000;
    const away = await adele.open(`${page}/delete`);
    expect(away.status).to.equal(302);
    expect(away.to).to.equal(
      `/signin/unused?${new URLSearchParams({ returnTo: `/developer${page}/delete`, account: "again" }).toString()}`,
    );
    const sent = await adele.post(`${page}/delete`, {});
    expect([sent.status, sent.to]).to.deep.equal([303, away.to]);
    expect((await adele.open(page)).status).to.equal(200);
    now -= 2 * 60_000;
    expect((await adele.open(`${page}/delete`)).h1).to.equal("Delete application");
    expect((await adele.post(`${page}/delete`, {})).to).to.equal("/applications?done=application-deleted");
    expect((await adele.open(page)).status).to.equal(404);
    await eventually(() => world.provisioning.applications.size === 0);
    expect(world.provisioning.applications.size).to.equal(0);
  });
});

describe("administrators and applications", () => {
  let world: ApplicationsWorld;
  let adele: User;
  let admin: User;
  beforeEach(async () => {
    world = createApplicationsWorld();
    adele = await world.user();
    admin = await world.user({ isAdministrator: true, name: "Ada" });
  });

  it("approve or reject a product with a comment", async () => {
    const [first, second] = [
      await world.registered(adele, "First", ["partner"]),
      await world.registered(adele, "Second", ["partner"]),
    ];
    const stateOf = async (id: string) =>
      (await world.administration.get(id))!.products.map(({ state, comment }) => [state, comment]);
    const review = linkOf(await admin.open("/admin/approvals"), "Review First");
    const asked = await admin.open(review);
    expect(asked.h1).to.equal("Review First");
    expect(asked.text).to.include("Partner").and.include("Adele Vance");
    expect((await admin.post(review, { decision: "maybe" })).status).to.equal(400);
    expect((await admin.post(review, { decision: "approve", comment: "a".repeat(1001) })).status).to.equal(
      400,
    );
    const approved = await admin.post(review, { decision: "approve", comment: "Fine" });
    expect(approved.to).to.equal("/admin/approvals?done=link-approved");
    expect(await stateOf(first)).to.deep.equal([["approved", "Fine"]]);
    expect([...world.provisioning.applications.get(first)!.roles]).to.deep.equal(["partner"]);
    const other = linkOf(await admin.open("/admin/approvals"), "Review Second");
    await admin.post(other, { decision: "reject", comment: "Why?" });
    expect(await stateOf(second)).to.deep.equal([["rejected", "Why?"]]);
    expect((await adele.open(`/applications/${second}`)).text)
      .to.include("Rejected")
      .and.include("Why?");
    expect((await admin.post(other, { decision: "approve" })).to).to.equal(
      "/admin/approvals?done=link-decided",
    );
    expect((await admin.open(other)).status).to.equal(404);
    expect((await admin.open("/admin/approvals")).text).to.include("No approvals to display");
    // It can be asked for again.
    await adele.post(`/applications/${second}/products/add`, { products: "partner" });
    expect((await stateOf(second))[0]![0]).to.equal("pending");
  });

  it("suspend and restore", async () => {
    const id = await world.registered(adele);
    const page = linkOf(await admin.open("/admin/applications"), "Robot");
    expect(page).to.equal(`/admin/applications/${id}`);
    expect((await admin.post(page, { act: "suspend", comment: "Too fast" })).to).to.equal(
      `${page}?done=suspended`,
    );
    expect(await world.administration.get(id)).to.include({ state: "rejected", stateComment: "Too fast" });
    const { text } = await adele.open(`/applications/${id}`);
    expect(text).to.include("Suspended").and.include("Too fast").and.not.include(">New client secret<");
    expect((await adele.fill(`/applications/${id}/secrets/new`)).to).to.equal(`/applications/${id}`);
    await admin.post(page, { act: "restore" });
    expect((await world.administration.get(id))?.state).to.equal("active");
    expect(world.events.map(({ action }) => action)).to.include.members([
      "application-suspended",
      "application-restored",
    ]);
  });

  it("transfer, with or without the secrets", async () => {
    const alex = await world.user({ name: "Alex" });
    const id = await world.registered(adele);
    await adele.fill(`/applications/${id}/secrets/new`);
    const page = `/admin/applications/${id}/transfer`;
    expect((await admin.post(page, { owner: "unknown" })).status).to.equal(400);
    const form = presetOf((await admin.open(page)).text);
    expect(form).to.have.property("remove-the-client-secrets");
    await admin.post(page, { ...form, owner: alex.id });
    expect((await adele.open(`/applications/${id}`)).status).to.equal(404);
    expect((await alex.open(`/applications/${id}`)).status).to.equal(200);
    await eventually(() => world.provisioning.applications.get(id)!.secrets.length === 0);
    expect(world.provisioning.applications.get(id)!.secrets).to.deep.equal([]);
    for (const user of [adele, alex])
      expect((await user.open("/activity")).text).to.include("Application transferred");
  });

  it("a transfer from a blocked owner opens it again, and one to an owner who is blocked meanwhile does not", async () => {
    const alex = await world.user({ name: "Alex" });
    const id = await world.registered(adele);
    await world.administration.setOwnerState(adele.id, "blocked");
    const page = `/admin/applications/${id}/transfer`;
    await admin.post(page, { owner: alex.id });
    expect(await world.administration.get(id)).to.include({ ownerId: alex.id, ownerState: "active" });
    const record = (await world.records.get("user", adele.id))!;
    const blocked = { ...record, version: record.version + 1, value: { ...record.value, state: "blocked" } };
    const list = world.records.list.bind(world.records);
    world.records.list = async (kind, query) => {
      const found = await list(kind, query);
      if (kind === "user") await world.records.write([{ put: blocked }]);
      return found;
    };
    await admin.post(page, { owner: adele.id });
    world.records.list = list;
    expect(await world.administration.get(id)).to.include({ ownerId: adele.id, ownerState: "blocked" });
  });

  it("add a product without approval; their pages are not for users", async () => {
    const id = await world.registered(adele);
    const page = `/admin/applications/${id}`;
    expect((await admin.post(`${page}/products/add`, { products: "partner" })).to).to.equal(
      `${page}?done=product-added`,
    );
    expect(
      (await world.administration.get(id))!.products.every(({ state }) => state === "approved"),
    ).to.equal(true);
    for (const path of [page, `${page}/transfer`, `${page}/products/add`, "/admin/applications"])
      expect((await adele.open(path)).status, path).to.equal(404);
  });

  it("health reads the jobs, what is to be cleaned up, and the last comparison with Entra ID", async () => {
    const compared = createApplicationsWorld({
      applications: {
        reconcile: () => Promise.resolve([{ at: "Robot", message: "is disabled", fix: "Enable it" }]),
      },
    });
    const user = await compared.user({ isAdministrator: true });
    const lastReconcile = async () => (await compared.portal.health()).applications?.lastReconcile;
    await eventually(async () => (await lastReconcile())?.findings !== undefined);
    const { text } = await user.open("/admin/health");
    expect(text).to.include("1 difference").and.include("is disabled").and.include("Enable it");
    const { applications } = await compared.portal.health();
    expect(applications?.openJobs).to.deep.equal([]);
    expect(applications?.lastReconcile?.findings).to.deep.equal([
      { at: "Robot", message: "is disabled", fix: "Enable it" },
    ]);
  });

  it("health keeps as many findings as a record has room for", async () => {
    const long = "ä".repeat(400);
    const finding = { code: "P32", at: long, message: long, meaning: long, fix: long };
    const compared = createApplicationsWorld({
      applications: { reconcile: () => Promise.resolve(Array.from({ length: 200 }, () => finding)) },
    });
    const lastReconcile = async () => (await compared.portal.health()).applications?.lastReconcile;
    await eventually(async () => (await lastReconcile())?.findings !== undefined);
    const findings = (await lastReconcile())!.findings!;
    expect(findings.length).to.be.within(10, 199);
    expect(findings[0]!.meaning).to.equal("ä".repeat(300));
  });
});
