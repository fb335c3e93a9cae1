import { expect } from "chai";
import { routes } from "#src/routes.js";
import type { Browser, Page } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { startPortal, type World } from "../support/start-portal.js";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

/** Fields that no form has: what a program might copy into a record. */
const MORE = {
  ...{ state: "active", groups: "partners", owner: "x", ownerId: "x", administrator: "true", email: "a@b.c" },
  ...{
    isAdministrator: "true",
    id: UNKNOWN,
    version: "9",
    scope: "/apis",
    endDate: "0",
    emailVerified: "true",
  },
  ...{ ["__proto__"]: "x", constructor: "x", "constructor.prototype.isAdministrator": "true" },
};

describeOnEach("what belongs to another user", (framework) => {
  let world: World;
  let adele: Browser;
  let alex: Browser;
  let id: string;
  before(async () => {
    world = await startPortal({ framework });
    [adele, alex] = [world.browser(), world.browser()];
    await adele.signIn("adele");
    await alex.signIn("alex");
    await adele.fill("/products/starter/subscribe", { name: "Hers" });
    id = (await world.subscriptions.list()).items[0]!.id;
  });
  after(() => world.close());

  const seen = ({ status, headers, text }: Page) =>
    [status, headers.get("location"), headers.get("content-length"), text]
      .join("\n")
      .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, "ID");
  const stored = async () => JSON.stringify((await world.subscriptions.list()).items);

  it("is answered as what does not exist, by every page and method, and stays as it is", async () => {
    const before = await stored();
    const paths = routes.filter(({ path }) => path.includes("{id}")).map(({ path }) => path);
    expect(paths.length).to.be.greaterThan(4);
    for (const path of paths) {
      const of = (subscription: string) => path.replace("{id}", subscription).replace("{slot}", "primary");
      for (const method of ["GET", "HEAD"])
        expect(seen(await alex.send(of(id), method)), path).to.equal(
          seen(await alex.send(of(UNKNOWN), method)),
        );
      const fields = {
        name: "Mine",
        form: "f".repeat(43),
        decision: "approve",
        "the-old-key-ends": "at-once",
      };
      const hers = await alex.post(of(id), fields);
      expect(seen(hers), path).to.equal(seen(await alex.post(of(UNKNOWN), fields)));
      expect(hers.status, path).to.be.oneOf([404, 405]);
    }
    expect(await stored()).to.equal(before);
  });

  it("gives no key of the console, nor does an API that is hidden", async () => {
    for (const more of [{}, { ownerId: "x" }, { owner: id, subscription: id, scope: "/apis" }]) {
      const answer = await alex.postJson("/console/key", { api: "orders", ...more });
      expect([answer.status, answer.text.includes("pask_")]).to.deep.equal([409, false]);
    }
    const hidden = await adele.postJson("/console/key", { api: "internal" });
    expect(seen(hidden)).to.equal(seen(await adele.postJson("/console/key", { api: "nothing" })));
    for (const body of [[], "a", 1, null, { api: ["orders"] }, { api: { toString: 1 } }])
      expect((await adele.postJson("/console/key", body)).status).to.equal(400);
    expect((await adele.postJson("/console/key", { api: "__proto__" })).status).to.equal(404);
  });

  it("fields that a form does not have are ignored in each", async () => {
    await adele.post("/profile", { ...MORE, "first-name": "Adele", "last-name": "Vance" });
    await adele.fill(`/subscriptions/${id}`, { ...MORE, name: "Still hers" });
    await adele.fill("/products/starter/subscribe", { ...MORE, name: "Second" });
    await adele.fill(`/subscriptions/${id}/regenerate/primary`, MORE);
    await adele.post("/profile/sessions", MORE);
    const { records } = await world.records.list("user");
    const user = records.find(({ value }) => value["firstName"] === "Adele");
    expect(Object.keys(user!.value)).to.have.members(
      ["firstName", "lastName", "emailVerified", "state", "groups", "registrationDate", "email"].filter(
        (name) => name in user!.value,
      ),
    );
    expect(user!.value).to.include({ emailVerified: false, state: "active" });
    expect(user!.value["groups"]).to.deep.equal([]);
    expect(user!.value["email"]).not.to.equal("a@b.c");
    for (const each of (await world.subscriptions.list()).items)
      expect([each.ownerId, each.scope, each.endDate]).to.deep.equal([
        user!.id,
        "/products/starter",
        undefined,
      ]);
    expect((await adele.get("/admin")).status).to.equal(404);
    expect((await adele.get("/products/internal")).status).to.equal(404);
  });
});
