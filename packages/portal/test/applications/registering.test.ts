import { ProvisioningError } from "@product-auth/core/clients";
import { expect } from "chai";
import { createApplicationsWorld, register } from "../support/applications-world.js";
import { eventually } from "../support/eventually.js";
import { linkOf, presetOf, termOf } from "../support/visitor.js";
import { createWorld } from "../support/world.js";

describe("registering an application", () => {
  it("is a form with the products that applications can use; then the application has its page", async () => {
    const world = createApplicationsWorld();
    const adele = await world.user();
    const form = await adele.open("/applications/new?product=silver");
    expect(form.h1).to.equal("Register application");
    expect(
      [...form.text.matchAll(/name="products"\s+value="([^"]+)"/g)].map(([, name]) => name),
    ).to.deep.equal(["gold", "partner", "silver"]);
    expect(/value="silver"\s+checked/.test(form.text)).to.equal(true);
    const id = await world.registered(adele, "Robot <b>", ["gold", "partner"]);
    const { text, h1 } = await adele.open(`/applications/${id}`);
    expect(h1).to.equal("Robot &lt;b&gt;");
    expect(termOf(text, "Client ID")).to.equal(id);
    expect(termOf(text, "Token URL")).to.equal(world.provisioning.tokenUrl);
    expect(text).to.include("api://11111111-0000-4000-8000-000000000000/.default");
    expect(text).to.include("Approved").and.include("Waiting for approval");
    expect(text).to.include("No client secrets to display").and.include("$CLIENT_SECRET");
    for (const name of ["curl", "Node.js", "Python", "C#", "PowerShell"])
      expect(text).to.include(`<h3>${name}</h3>`);
    expect([...world.provisioning.applications.values()].map(({ roles }) => [...roles])).to.deep.equal([
      ["gold"],
    ]);
    expect(linkOf(await adele.open("/applications"), "Robot &lt;b&gt;")).to.equal(`/applications/${id}`);
    expect((await adele.open("/activity")).text).to.include("Application registered");
  });

  it("says what is wrong, for hidden products as for unknown ones", async () => {
    const world = createApplicationsWorld();
    const adele = await world.user();
    const products = "Choose at least one product of the list.";
    for (const [name, description, chosen, problem] of [
      ["", "", ["gold"], "Enter a name."],
      ["a".repeat(101), "", ["gold"], "Enter a name of at most 100 characters."],
      ["A", "a".repeat(1001), ["gold"], "Enter at most 1000 characters."],
      ["A", "", [], products],
      ["A", "", ["unknown"], products],
      ["A", "", ["secretive"], products],
      ["A", "", ["draft"], products],
      ["A", "", ["starter"], products],
      ["A", "", ["gold", "__proto__"], products],
    ] as const) {
      const answer = await register(adele, { name, description }, chosen);
      expect([
        answer.status,
        answer.text.includes("There is a problem"),
        answer.text.includes(problem),
      ]).to.deep.equal([400, true, true]);
    }
    expect((await register(adele, { name: "A", form: "x" })).status).to.equal(400);
    expect(world.provisioning.calls).to.deep.equal([]);
    expect((await world.administration.list()).items).to.deep.equal([]);
  });

  it("a form that is sent twice, and 20 times at once, registers once", async () => {
    const world = createApplicationsWorld();
    const adele = await world.user();
    const form = {
      ...presetOf((await adele.open("/applications/new")).text),
      name: "Robot",
      products: "gold",
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => adele.post("/applications/new", form)),
    );
    const again = await adele.post("/applications/new", form);
    const ids = new Set([...answers, again].map(({ to }) => to));
    expect([...ids].every((to) => /^\/applications\//.test(to ?? ""))).to.equal(true);
    expect(world.provisioning.applications.size).to.equal(1);
    expect((await world.administration.list()).items.length).to.equal(1);
    expect(world.events.filter(({ action }) => action === "application-registered").length).to.equal(1);
  });

  it("20 forms at once never exceed the limit", async () => {
    const world = createApplicationsWorld({ applications: { limit: 3 } });
    const adele = await world.user();
    // All have the form before the first one is sent: afterwards there is none.
    const opened = Array.from({ length: 20 }, () => adele.open("/applications/new"));
    const forms = (await Promise.all(opened)).map(({ text }) => presetOf(text));
    const send = (i: number) =>
      adele.post("/applications/new", { ...forms[i], name: `Robot ${i}`, products: "gold" });
    const answers = await Promise.all(forms.map((_, i) => send(i)));
    const refused = answers.filter(({ status }) => status === 400);
    expect(answers.length - refused.length).to.be.within(1, 3);
    for (const { text } of refused)
      expect(text).to.include("You&#39;ve reached maximum number of applications.");
    expect(world.provisioning.applications.size).to.be.within(1, 3);
    while ((await register(adele, { name: "More" })).status === 303);
    expect((await world.administration.list()).items.length).to.equal(3);
    const closed = await adele.open("/applications/new");
    expect([closed.status, closed.text.includes("maximum number of applications")]).to.deep.equal([
      200,
      true,
    ]);
    expect((await adele.open("/products/gold")).text).to.include("maximum number of applications");
  });

  it("shows its steps while it goes on, refreshes itself, and ends on the page of the application", async () => {
    let open = (): void => undefined;
    const gate = new Promise<undefined>((resolve) => (open = () => resolve(undefined)));
    const world = createApplicationsWorld({ patience: 20 });
    world.provisioning.before = (method) => (method === "ensureLink" ? gate : undefined);
    const [adele, alex] = [await world.user(), await world.user({ name: "Alex" })];
    const { to = "" } = await register(adele, { name: "Robot" });
    expect(to).to.match(/^\/applications\/registrations\//);
    const progress = await adele.open(to);
    expect([progress.status, progress.h1]).to.deep.equal([200, "Registering Robot"]);
    expect(progress.headers.get("refresh")).to.equal("2");
    expect(progress.text).to.include("Permission for Gold").and.include("Done").and.include("In progress");
    expect(linkOf(await adele.open("/applications"), "Registering Robot")).to.equal(to);
    expect((await alex.open(to)).status).to.equal(404);
    expect((await alex.post(to, { act: "discard" })).status).to.equal(404);
    open();
    await eventually(async () => (await adele.open(to)).status === 302);
    const application = (await adele.open(to)).to ?? "";
    expect(application).to.match(/^\/applications\/[\da-f-]{36}\?done=registered$/);
    expect((await adele.open(application)).text).to.include("The application is registered.");
  });

  it("a permission that is missing stops it: the owner reads a reference, operators what to do; then it is tried again", async () => {
    const world = createApplicationsWorld({ patience: 300 });
    const refusal = new ProvisioningError("refused", "Insufficient privileges to complete the operation.", {
      finding: "P01",
    });
    world.provisioning.before = () => refusal;
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true, name: "Ada" })];
    const { to = "" } = await register(adele, { name: "Robot" });
    const stopped = await adele.open(to);
    expect(stopped.text).to.include("cannot be registered at the moment");
    expect(stopped.text).not.to.include("Insufficient").and.not.include("P01");
    expect(stopped.headers.get("refresh")).to.equal(null);
    const reference = /Reference <code>([^<]+)<\/code>/.exec(stopped.text)?.[1];
    expect(to).to.equal(`/applications/registrations/${reference}`);
    const health = await admin.open("/admin/health");
    expect(health.text)
      .to.include("lacks the directory role Application Administrator")
      .and.include("P01")
      .and.include(reference);
    expect((await admin.open(`/admin${to}`)).text).to.include("Insufficient privileges");
    world.provisioning.before = undefined;
    await adele.post(to, { act: "try-again" });
    await eventually(async () => (await adele.open(to)).status === 302);
    expect(world.provisioning.applications.size).to.equal(1);
  });

  it("Discard removes what was made", async () => {
    const world = createApplicationsWorld({ patience: 300 });
    world.provisioning.before = (method) =>
      method === "ensureLink" ? new ProvisioningError("refused", "no") : undefined;
    const adele = await world.user();
    const { to = "" } = await register(adele, { name: "Robot" });
    expect(world.provisioning.applications.size).to.equal(1);
    const answer = await adele.post(to, { act: "discard" });
    expect(answer.to).to.equal("/applications?done=discarded");
    await eventually(() => world.provisioning.applications.size === 0);
    expect((await adele.open("/applications")).text).to.include("No applications to display");
    expect((await adele.open(to)).status).to.equal(404);
    expect((await adele.post(to, { act: "discard" })).status).to.equal(404);
  });

  it("a user who was blocked meanwhile gets none", async () => {
    const world = createApplicationsWorld();
    const adele = await world.user();
    world.provisioning.before = async (method) => {
      if (method !== "ensureLink") return undefined;
      const record = (await world.records.get("user", adele.id))!;
      await world.records.write([
        { put: { ...record, version: record.version + 1, value: { ...record.value, state: "blocked" } } },
      ]);
      return undefined;
    };
    await register(adele, { name: "Robot" });
    const [application] = (await world.administration.list()).items;
    expect(application?.ownerState).to.equal("blocked");
    expect(world.events).to.deep.equal([]);
  });

  it("without self-registration only administrators register, for any user", async () => {
    const world = createApplicationsWorld({ applications: { selfRegistration: false } });
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true, name: "Ada" })];
    const closed = await adele.open("/applications/new");
    expect([closed.status, closed.text.includes("Administrators register applications.")]).to.deep.equal([
      200,
      true,
    ]);
    expect(
      (await adele.post("/applications/new", { name: "Robot", products: "gold", form: "f".repeat(43) }))
        .status,
    ).to.equal(400);
    expect((await adele.open("/applications")).text).not.to.include("Register application");
    const path = "/admin/applications/new";
    expect((await adele.open(path)).status).to.equal(404);
    expect((await register(admin, { name: "Robot" }, ["gold"], path)).text).to.include("Choose an owner.");
    expect((await register(admin, { name: "Robot", owner: "unknown" }, ["gold"], path)).status).to.equal(400);
    const made = await register(admin, { name: "Robot", owner: adele.id }, ["gold"], path);
    expect(made.to).to.match(/^\/admin\/applications\/[\da-f-]{36}\?done=registered$/);
    expect((await world.administration.list()).items.map(({ ownerId }) => ownerId)).to.deep.equal([adele.id]);
    const own = linkOf(await adele.open("/applications"), "Robot");
    expect((await adele.open(own)).text).not.to.include("Add product");
    expect((await adele.open(`${own}/products/add`)).status).to.equal(404);
  });

  it("the pages of products link to it, or say why not", async () => {
    const world = createApplicationsWorld();
    const adele = await world.user();
    const gold = await adele.open("/products/gold");
    expect(linkOf(gold, "Register application").replace("&amp;", "&")).to.equal(
      "/applications/new?product=gold",
    );
    expect(termOf(gold.text, "Scope")).to.equal("api://11111111-0000-4000-8000-000000000000/.default");
    expect((await adele.open("/products/starter")).text).to.include("it does not accept tokens");
    expect(linkOf(await world.guest.open("/products/gold"), "Register application")).not.to.equal("");
  });
});

describe("a portal without applications", () => {
  it("has neither pages nor links", async () => {
    const world = createWorld();
    const admin = await world.user({ isAdministrator: true });
    for (const visitor of [admin, world.guest])
      for (const path of ["/applications", "/applications/new", "/admin/applications"]) {
        const { status } = await visitor.open(path);
        expect([path, status]).to.deep.equal([path, 404]);
      }
    for (const path of ["/", "/products/starter", "/admin", "/admin/health"])
      expect((await admin.open(path)).text).not.to.match(/applications/i);
  });
});
