import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { serviceFor, startPostgres } from "@product-auth/testkit/services";
import { expect } from "chai";
import { Browser } from "../support/browser.js";
import { openSharedStores } from "../support/open-stores.js";
import { startPortal, type World } from "../support/start-portal.js";
import { linkOf, presetOf, valueOf } from "../support/visitor.js";

const PROGRAM = fileURLToPath(new URL("../programs/killed-portal.js", import.meta.url));
const SESSION = "product-auth-portal";

describe("two instances over one PostgreSQL", function () {
  this.timeout(60_000);
  let postgres: { readonly connectionString: string; readonly schema: string };
  const stores: Awaited<ReturnType<typeof openSharedStores>>[] = [];
  let ahead = 0;
  let one: World;
  let other: World;

  before(async function () {
    const { url: connectionString } = await serviceFor(this, startPostgres);
    postgres = { connectionString, schema: `portal_two_${process.pid}` };
    const clock = () => Date.now() + ahead;
    stores.push(await openSharedStores(postgres), await openSharedStores(postgres));
    const catalog = {
      products: {
        starter: { displayName: "Starter", accepts: ["key"] as const, subscriptionsLimit: 2 },
        single: { displayName: "Single", accepts: ["key"] as const, subscriptionsLimit: 1 },
        pro: { displayName: "Pro", accepts: ["key"] as const, approvalRequired: true },
      },
      apis: { orders: { path: "orders", products: ["starter", "single", "pro"] } },
    };
    one = await startPortal({ ...stores[0]!, clock, catalog, framework: "express" });
    other = await startPortal({ ...stores[1]!, clock, catalog, framework: "fastify", beside: one });
  });
  after(async () => {
    await other?.close();
    await one?.close();
    for (const { records, repository } of stores) await Promise.all([records.close(), repository.close()]);
  });

  /** The same browser, whose next requests another instance answers. */
  function at(world: World, browser: Browser): Browser {
    const moved = new Browser(world.url);
    for (const [name, value] of browser.cookies) moved.cookies.set(name, value);
    return moved;
  }
  async function signedIn(user: string): Promise<Browser> {
    const browser = one.browser();
    await browser.signIn(user);
    return browser;
  }
  const isSignedIn = async (browser: Browser) => (await browser.get("/profile")).status === 200;
  /** Whether the API of an instance takes a key. */
  const opens = async (world: World, key: string) =>
    (await fetch(new URL("/orders", world.url), { headers: { "ocp-apim-subscription-key": key } })).status ===
    200;
  const idOf = async (user: string) => {
    const { records } = await one.records.list("user", { limit: 1000 });
    return records.find(({ value }) => value["firstName"] === user)!.id;
  };

  it("a sign-in begins on one and ends on the other, once", async () => {
    const browser = one.browser();
    const callback = await browser.pick("adele");
    const there = callback.replace(one.url, other.url);
    const moved = at(other, browser);
    const answers = await Promise.all([
      moved.get(there),
      browser.get(callback),
      at(other, browser).get(there),
    ]);
    expect(answers.map(({ status }) => status)).to.have.members([302, 400, 400]);
    const [cookie] = answers.flatMap(({ headers }) =>
      headers.getSetCookie().filter((set) => /^product-auth-portal=[\w-]/.test(set)),
    );
    for (const world of [one, other])
      expect((await world.browser().get("/profile", { cookie: cookie!.split(";")[0]! })).status).to.equal(
        200,
      );
  });

  it("what is made on one is found, changed and ended on the other", async () => {
    const here = await signedIn("adele");
    const there = at(other, here);
    const made = await here.fill("/products/starter/subscribe", { name: "Shared" });
    const key = valueOf(made.text, "Primary key")!;
    for (const world of [one, other]) expect(await opens(world, key)).to.equal(true);
    const path = linkOf({ ...(await there.get("/subscriptions")), to: undefined }, "Shared");
    expect((await there.fill(path, { name: "Renamed" })).status).to.equal(303);
    expect((await here.get(path)).h1).to.equal("Renamed");
    const next = valueOf((await there.fill(`${path}/regenerate/primary`)).text, "Primary key")!;
    for (const world of [one, other])
      await eventually(async () => (await opens(world, next)) && !(await opens(world, key)));
    await here.fill(`${path}/cancel`);
    for (const world of [one, other]) await eventually(async () => !(await opens(world, next)));
  });

  it("an approval on one gives keys on the other, to one of two that ask at once", async () => {
    const [alex, admin] = [await signedIn("alex"), await signedIn("portal.admin")];
    await alex.fill("/products/pro/subscribe", { name: "Waits" });
    const there = at(other, admin);
    const review = linkOf({ ...(await there.get("/admin/approvals")), to: undefined }, "Review Waits");
    const forms = presetOf((await there.get(review)).text);
    await Promise.all(
      [there, admin].map((each) => each.post(review, { ...forms, decision: "approve", comment: "" })),
    );
    const moved = at(other, alex);
    const path = `${linkOf({ ...(await moved.get("/subscriptions")), to: undefined }, "Waits")}/keys`;
    const form = presetOf((await moved.get(path)).text);
    const answers = await Promise.all([moved.post(path, form), alex.post(path, form)]);
    const shown = answers.filter(({ text }) => text.includes("pask_"));
    expect(shown).to.have.length(1);
    expect(await opens(other, valueOf(shown[0]!.text, "Primary key")!)).to.equal(true);
  });

  it("a session that ends on one has ended on the other: sign-out, sign-out elsewhere, block", async () => {
    const browser = await signedIn("partner");
    const second = await signedIn("partner");
    const third = await signedIn("partner");
    expect(await isSignedIn(at(other, browser))).to.equal(true);
    await at(other, browser).post("/signout");
    expect(await isSignedIn(browser)).to.equal(false);
    await at(other, second).post("/profile/sessions");
    for (const world of [one, other]) expect(await isSignedIn(at(world, third))).to.equal(false);
    expect(await isSignedIn(second)).to.equal(true);
    const user = (await one.records.get("user", await idOf("Partner")))!;
    await one.records.write([
      { put: { ...user, version: user.version + 1, value: { ...user.value, state: "blocked" } } },
    ]);
    for (const world of [one, other]) expect(await isSignedIn(at(world, second))).to.equal(false);
    const refused = await other
      .browser()
      .get("/profile", { cookie: `${SESSION}=${second.cookies.get(SESSION)}` });
    expect(refused.status).to.equal(302);
  });

  it("20 subscribes and 20 sends of one form over both keep the limit", async () => {
    const here = await signedIn("megan");
    const both = [here, at(other, here)];
    const forms = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const browser = both[i % 2]!;
        return { browser, preset: presetOf((await browser.get("/products/starter/subscribe")).text) };
      }),
    );
    const post = (browser: Browser, preset: Record<string, string>) =>
      browser.post("/products/starter/subscribe", { ...preset, name: "Race" });
    const one20 = await Promise.all(forms.map(({ browser }) => post(browser, forms[0]!.preset)));
    expect(one20.filter(({ h1 }) => h1 === "Your keys")).to.have.length(1);
    const answers = await Promise.all(forms.map(({ browser, preset }) => post(browser, preset)));
    expect(answers.filter(({ h1 }) => h1 === "Your keys")).to.have.length(1);
    const ownerId = await idOf("Megan Bowen");
    expect((await one.subscriptions.list({ ownerId })).items.map(({ state }) => state)).to.deep.equal([
      "active",
      "active",
    ]);
    expect((await one.records.list("job")).records).to.deep.equal([]);
  });

  for (let beforeWrite = 1; beforeWrite <= 5; beforeWrite++)
    it(`one is killed while it subscribes, ${beforeWrite <= 4 ? `before write ${beforeWrite}` : "before it answers"}: the other goes on`, async () => {
      ahead = 0;
      const there = at(other, await signedIn("alex"));
      const id = await idOf("Alex Wilber");
      const path = "/products/single/subscribe";
      const fields = { ...presetOf((await there.get(path)).text), name: `Killed ${beforeWrite}` };
      const cookie = `${SESSION}=${there.cookies.get(SESSION)}`;
      const given = { postgres, beforeWrite, id, cookie, path, fields };
      const child = spawn(process.execPath, [PROGRAM, JSON.stringify(given)], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      const [, signal] = (await once(child, "exit")) as [number | null, string | null];
      expect(signal).to.equal("SIGKILL");
      const scope = "/products/single";
      const states = async () =>
        (await other.subscriptions.list({ ownerId: id, scope })).items
          .map(({ state }) => state)
          .filter((state) => state !== "cancelled");
      // At once: whether the killed one lives is not known, so its place is kept, and nothing is made beside it.
      await there.post(path, { ...fields, form: presetOf((await there.get(path)).text)["form"] ?? "" });
      expect((await states()).length).to.be.at.most(1);
      ahead = 61_000;
      const again = await there.post(path, fields);
      const list = await there.get("/subscriptions");
      expect([again.h1, await states()]).to.deep.equal([again.h1, ["active"]]);
      const made = linkOf({ ...list, to: undefined }, `Killed ${beforeWrite}`);
      expect(valueOf((await there.fill(`${made}/regenerate/primary`)).text, "Primary key")).to.match(
        /^pask_/,
      );
      await there.fill(`${made}/cancel`);
      expect(await states()).to.deep.equal([]);
      expect((await one.records.list("job")).records).to.deep.equal([]);
    });
});

/** Waits for what push tells the other instance. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 6_000;
  while (!(await isSo())) {
    expect(Date.now()).to.be.lessThan(end);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
