import { digestKey, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { describeOnEach } from "../support/open-server.js";
import { keysOf, linkOf, termOf, type Visitor } from "../support/visitor.js";
import { createWorld, statesOf } from "../support/world.js";

describeOnEach("approvals", (framework) => {
  const waiting = async (visitor: Visitor, name = "Test") => {
    const made = await visitor.fill("/products/pro/subscribe", { name, "i-accept-the-terms-of-pro": "on" });
    expect([made.status, made.h1]).to.deep.equal([200, "Waiting for approval"]);
    expect(made.text).not.to.include("pask_");
    return linkOf(made, "Go to the subscription");
  };

  it("an administrator approves, and the owner sees the keys once", async () => {
    const world = createWorld({ framework });
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true, name: "Ada" })];
    const path = await waiting(adele);
    const before = await adele.open(path);
    expect(termOf(before.text, "State")).to.equal("Submitted, waiting for approval");
    expect(before.text).not.to.include("pask_").and.not.include("Show keys").and.not.include("Regenerate");
    const list = await admin.open(linkOf(await admin.open("/admin"), "Approvals"));
    const review = linkOf(list, "Review Test");
    const page = await admin.open(review);
    expect([page.h1, termOf(page.text, "Product"), termOf(page.text, "Owner")]).to.deep.equal([
      "Review Test",
      "Pro",
      "Adele Vance",
    ]);
    const approved = await admin.fill(review, { decision: "approve", comment: "Welcome." });
    expect([approved.status, approved.to]).to.deep.equal([303, "/admin/approvals?done=approved"]);
    expect((await admin.open(approved.to ?? "")).text).to.include("No approvals to display");
    const shown = await adele.open(path);
    expect([termOf(shown.text, "State"), termOf(shown.text, "Comment")]).to.deep.equal([
      "Active",
      "Welcome.",
    ]);
    expect((await adele.open(`${path}/keys`)).to).to.equal(path);
    const answers = await Promise.all([adele.fill(`${path}/keys`), adele.fill(`${path}/keys`)]);
    expect(answers.map(({ h1 }) => h1)).to.have.members(["Already shown", "Your keys"]);
    const keys = keysOf(answers.find(({ h1 }) => h1 === "Your keys")!);
    for (const key of keys)
      expect((await world.repository.findByKeyDigest(digestKey(key)))?.state).to.equal("active");
    expect((await adele.open(path)).text).not.to.include("Show keys");
    const activity = (await adele.open("/activity")).text;
    for (const words of ["Subscribed", "Subscription approved", "An administrator", "Keys shown", "Welcome."])
      expect(activity).to.include(words);
    const audit = (await admin.open("/admin/audit")).text;
    expect(audit).to.include("Ada Vance").and.include("Adele Vance").and.include("Subscription approved");
    for (const key of keys) expect(activity + audit).not.to.include(key);
  });

  it("two administrators approve at once: the one who is slower leaves the owner the keys", async () => {
    const repository = new MemorySubscriptionRepository();
    let arrive = (): void => undefined;
    let decided = (): void => undefined;
    const isArrived = new Promise<void>((resolve) => (arrive = resolve));
    const isDecided = new Promise<void>((resolve) => (decided = resolve));
    const replace = repository.replace.bind(repository);
    const held: typeof replace = async (...given) => {
      repository.replace = replace; // only the first one waits: it has noted that the keys are not shown yet
      arrive();
      await isDecided;
      return replace(...given);
    };
    const world = createWorld({ framework, repository });
    const [adele, ada, bo] = [
      await world.user(),
      await world.user({ isAdministrator: true }),
      await world.user({ isAdministrator: true }),
    ];
    const path = await waiting(adele);
    const review = path.replace("/subscriptions", "/admin/approvals");
    repository.replace = held;
    const slower = ada.post(review, { decision: "approve", comment: "" });
    await isArrived;
    expect((await bo.post(review, { decision: "approve", comment: "" })).to).to.match(/done=approved$/);
    decided();
    expect((await slower).to).to.match(/done=decided$/);
    expect((await adele.fill(`${path}/keys`)).h1).to.equal("Your keys");
    expect((await adele.fill(`${path}/keys`)).h1).to.equal("Already shown");
  });

  it("a regenerated key is not replaced by “Show keys” afterwards", async () => {
    const world = createWorld({ framework });
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true })];
    const path = await waiting(adele);
    await admin.fill(path.replace("/subscriptions", "/admin/approvals"), { decision: "approve" });
    await adele.fill(`${path}/regenerate/primary`);
    expect((await adele.open(path)).text).not.to.include("Show keys");
    expect((await adele.post(`${path}/keys`, {})).h1).to.equal("Already shown");
  });

  it("an administrator rejects with a comment", async () => {
    const world = createWorld({ framework });
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true })];
    const path = await waiting(adele);
    const review = path.replace("/subscriptions", "/admin/approvals");
    const rejected = await admin.fill(review, { decision: "reject", comment: "Not yet.\r\nAsk again." });
    expect(rejected.to).to.equal("/admin/approvals?done=rejected");
    const page = await adele.open(path);
    expect([termOf(page.text, "State"), termOf(page.text, "Comment")]).to.deep.equal([
      "Rejected",
      "Not yet.\nAsk again.",
    ]);
    expect((await adele.post(`${path}/keys`, {})).h1).to.equal("Already shown");
    expect((await admin.open(review)).status).to.equal(404);
    // The place is free again.
    await waiting(adele, "Second");
  });

  it("a subscription that its owner cancelled meanwhile is not approved", async () => {
    const world = createWorld({ framework });
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true })];
    const path = await waiting(adele);
    await adele.fill(`${path}/cancel`);
    const review = path.replace("/subscriptions", "/admin/approvals");
    const late = await admin.post(review, { decision: "approve" });
    expect(late.to).to.equal("/admin/approvals?done=decided");
    expect(await statesOf(world)).to.deep.equal(["cancelled"]);
    expect(await world.records.get("unclaimed", path.split("/").at(-1) ?? "")).to.equal(undefined);
  });

  for (const [what, fields, status] of [
    ["no decision", { comment: "x" }, 400],
    ["another decision", { decision: "active" }, 400],
    ["a long comment", { decision: "approve", comment: "x".repeat(1001) }, 400],
    ["a comment with NUL", { decision: "approve", comment: "a\0b" }, 400],
  ] as const)
    it(`${status} for ${what}`, async () => {
      const world = createWorld({ framework });
      const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true })];
      const path = (await waiting(adele)).replace("/subscriptions", "/admin/approvals");
      expect((await admin.post(path, fields)).status).to.equal(status);
      expect(await statesOf(world)).to.deep.equal(["submitted"]);
    });

  it("404 for other users, sign-in for visitors", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const path = (await waiting(adele)).replace("/subscriptions", "/admin/approvals");
    for (const page of ["/admin", "/admin/approvals", path, "/admin/audit"]) {
      expect((await adele.open(page)).status).to.equal(404);
      expect((await world.guest.open(page)).to).to.match(/^\/signin\?returnTo=/);
    }
    expect((await adele.post(path, { decision: "approve" })).status).to.equal(404);
    expect(await statesOf(world)).to.deep.equal(["submitted"]);
  });
});
