import { expect } from "chai";
import { describeOnEach } from "../support/open-server.js";
import { startPortal, type TestPortal, type TestUser } from "../support/portal-with-sessions.js";

const products = {
  starter: { displayName: "Starter", accepts: ["key"] },
  partner: { displayName: "Partner", accepts: ["key"], groups: ["partners"] },
} as const;
const apis = {
  orders: {
    path: "orders",
    products: ["starter", "partner"],
    operations: { list: { method: "GET", urlTemplate: "/" } },
  },
  hidden: { path: "hidden", products: ["partner"] },
} as const;

const MINUTE = 60_000;

describeOnEach("keys of the console", (framework) => {
  let portal: TestPortal;
  let adele: TestUser;

  beforeEach(async () => {
    portal = await startPortal({ products, apis }, {}, framework);
    adele = await portal.signIn("Adele");
  });

  afterEach(() => portal.close());

  const subscribeTo = (scope: string, user: TestUser, more: object = {}) =>
    portal.subscriptions.create({ scope, ownerId: user.id, displayName: "Mine", ...more });
  const ask = (user: TestUser, api = "orders") => user.postJson("/console/key", { api });
  const call = (key: string) =>
    fetch(`${portal.origin}/orders`, { headers: { "Ocp-Apim-Subscription-Key": key } });
  const consoleKeys = async () =>
    (await portal.subscriptions.list()).items.filter(({ id }) => id.startsWith("console-"));

  it("open the API for 15 minutes, with the scope of the user's own subscription", async () => {
    await subscribeTo("/products/starter", adele);
    const response = await ask(adele);
    expect(response.status).to.equal(200);
    expect(response.headers.get("cache-control")).to.equal("no-store");
    const { key, expiresIn } = (await response.json()) as { key: string; expiresIn: number };
    expect(expiresIn).to.equal(900);
    expect((await consoleKeys()).map(({ scope, ownerId }) => [scope, ownerId])).to.deep.equal([
      ["/products/starter", adele.id],
    ]);
    expect((await call(key)).status).to.equal(200);
    portal.now += 15 * MINUTE;
    expect((await call(key)).status).to.equal(401);
  });

  it("the page offers one to users with an active subscription only", async () => {
    const offered = async () =>
      (await (await adele.get("/apis/orders/operations/list")).text()).includes("Get a 15-minute key");
    expect(await offered()).to.equal(false);
    const { subscription } = await subscribeTo("/products/starter", adele);
    expect(await offered()).to.equal(true);
    await portal.subscriptions.suspend(subscription.id);
    expect(await offered()).to.equal(false);
  });

  for (const [what, scope, more] of [
    ["is not active", "/products/starter", { state: "submitted" }],
    ["belongs to a blocked owner", "/products/starter", { ownerState: "blocked" }],
    ["has ended", "/products/starter", { endDate: new Date(0) }],
    ["belongs to a product that the user may not see", "/products/partner", {}],
    ["opens another API", "/apis/hidden", {}],
  ] as const)
    it(`409 when the user's subscription ${what}`, async () => {
      await subscribeTo(scope, adele, more);
      expect((await ask(adele)).status).to.equal(409);
      expect(await consoleKeys()).to.deep.equal([]);
    });

  it("409 for another user's subscription", async () => {
    await subscribeTo("/products/starter", await portal.signIn("Alex"));
    expect((await ask(adele)).status).to.equal(409);
  });

  it("404 for an API that is hidden or unknown", async () => {
    await subscribeTo("/", adele);
    for (const api of ["hidden", "none", "__proto__", ""])
      expect((await ask(adele, api)).status).to.equal(404);
  });

  it("a key ends no later than the subscription", async () => {
    await subscribeTo("/apis", adele, { endDate: new Date(portal.now + 5 * MINUTE) });
    const { expiresIn } = (await (await ask(adele)).json()) as { expiresIn: number };
    expect(expiresIn).to.equal(300);
  });

  it("a user has five at once, also when asking for 20 together; the next one ends the oldest", async () => {
    await subscribeTo("/products/starter", adele);
    const first = (await (await ask(adele)).json()) as { key: string };
    portal.now += 1000;
    const responses = await Promise.all(Array.from({ length: 20 }, () => ask(adele)));
    expect(responses.map(({ status }) => status)).to.deep.equal(Array(20).fill(200));
    expect(await consoleKeys()).to.have.length(5);
    expect((await call(first.key)).status).to.equal(401);
    portal.now += 15 * MINUTE;
    expect((await ask(adele)).status).to.equal(200);
    expect(await consoleKeys()).to.have.length(1);
  });

  it("429 for the 61st key within an hour, for this user only", async () => {
    const alex = await portal.signIn("Alex");
    for (let i = 0; i < 60; i++) await ask(adele);
    const refused = await ask(adele);
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers.get("retry-after"))).to.be.within(1, 3600);
    expect((await ask(alex)).status).to.equal(409);
  });

  it("another user's request deletes the keys that have ended", async () => {
    const alex = await portal.signIn("Alex");
    await subscribeTo("/products/starter", adele);
    await ask(adele);
    portal.now += 16 * MINUTE;
    await ask(alex);
    await new Promise((swept) => setTimeout(swept, 50));
    expect(await consoleKeys()).to.deep.equal([]);
  });

  it("a subscription that only looks like one of the console stays", async () => {
    await subscribeTo("/products/starter", adele);
    const own = { id: "console-of-the-shop", scope: "/products/starter", endDate: new Date(portal.now - 1) };
    await portal.subscriptions.create(own);
    await ask(adele);
    await new Promise((swept) => setTimeout(swept, 50));
    expect(await portal.subscriptions.get(own.id)).to.have.property("id", own.id);
  });

  it("403 without the headers of a page of the portal, 415 without JSON, 400 for another value, 413 over 64 KiB", async () => {
    await subscribeTo("/products/starter", adele);
    const status = async (value: unknown, headers: Record<string, string>) =>
      (await adele.postJson("/console/key", value, headers)).status;
    expect(await status({ api: "orders" }, { origin: "https://attacker.example" })).to.equal(403);
    expect(await status({ api: "orders" }, { "sec-fetch-site": "cross-site" })).to.equal(403);
    expect(await status({ api: "orders" }, { "content-type": "text/plain" })).to.equal(415);
    expect(await status({ api: "orders" }, { "content-type": "application/x-www-form-urlencoded" })).to.equal(
      415,
    );
    for (const value of [[], "orders", null, { api: ["orders"] }, { api: 1 }])
      expect(await status(value, {})).to.equal(400);
    expect(await status({ api: "x".repeat(70_000) }, {})).to.equal(413);
    expect(await consoleKeys()).to.deep.equal([]);
  });

  it("members that no view asks for are ignored", async () => {
    await subscribeTo("/products/starter", adele);
    const sent = {
      api: "orders",
      scope: "/",
      ownerId: "x",
      owner: "x",
      endDate: "2999-01-01",
      state: "active",
    };
    expect((await adele.postJson("/console/key", sent)).status).to.equal(200);
    expect((await consoleKeys()).map(({ scope, ownerId }) => [scope, ownerId])).to.deep.equal([
      ["/products/starter", adele.id],
    ]);
  });

  it("visitors are told to sign in; GET is refused", async () => {
    const response = await fetch(`${portal.origin}/developer/console/key`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: portal.origin, "content-type": "application/json" },
      body: "{}",
    });
    expect(response.status).to.equal(401);
    expect((await adele.get("/console/key")).status).to.equal(405);
  });
});

describe("no keys of the console", () => {
  for (const [what, catalog, options] of [
    ["where end dates do not count", { subscriptionDates: "audit" }, {}],
    ["without a console", {}, { console: false }],
  ] as const)
    it(what, async () => {
      const portal = await startPortal({ products, apis, ...catalog }, options);
      const adele = await portal.signIn("Adele");
      await portal.subscriptions.create({ scope: "/products/starter", ownerId: adele.id });
      expect((await adele.postJson("/console/key", { api: "orders" })).status).to.equal(404);
      const page = await (await adele.get("/apis/orders/operations/list")).text();
      expect(page).not.to.include("Get a 15-minute key");
      expect(page.includes("Try it")).to.equal(what !== "without a console");
      portal.close();
    });
});
