import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { hostileCatalog, MARK } from "../support/hostile-catalog.js";
import { linkOf, presetOf } from "../support/visitor.js";
import { describeOnEach } from "../support/open-server.js";
import { startPortal, type World } from "../support/start-portal.js";

describeOnEach("texts of others", (framework) => {
  let world: World;
  let visits = 0;
  const elsewhere = createServer((_, res) => {
    visits++;
    res.end("{}");
  });
  before(async () => {
    await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
    world = await startPortal({
      framework,
      catalog: hostileCatalog(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`),
      portal: () => ({ title: MARK.slice(0, 60) }),
      users: {
        mallory: { displayName: MARK, givenName: MARK, surname: MARK, email: `"<script>"@example.com` },
        "portal.admin": { displayName: "Admin", roles: { portal: ["Portal.Admin"] } },
        turned: { givenName: "\u202egro.osotnoc\u0000", surname: "\u200b", email: "eve\u202e@example.com" },
        unseen: {
          displayName: "\u200b\u3164",
          givenName: "\u200b",
          surname: "\u2800",
          email: "ann@example.com",
        },
        cut: { givenName: `${"g".repeat(99)}😀`, surname: "e\u0301" },
      },
    });
  });
  after(async () => {
    elsewhere.close();
    await world.close();
  });

  it("are text on every page, in every name of catalog, document, user and subscription", async () => {
    const [mallory, admin] = [world.browser(), world.browser()];
    await mallory.signIn("mallory");
    await admin.signIn("portal.admin");
    const name = MARK.slice(0, 100);
    const terms = Object.fromEntries(
      [...(await mallory.get("/products/starter/subscribe")).text.matchAll(/id="(i-accept[^"]*)"/g)].map(
        ([, field = ""]) => [field, "yes"],
      ),
    );
    expect((await mallory.fill("/products/starter/subscribe", { name, ...terms })).h1).to.equal("Your keys");
    await mallory.fill("/products/pro/subscribe", { name });
    const [own] = (await world.subscriptions.list({ state: "active" })).items;
    const [waiting] = (await world.subscriptions.list({ state: "submitted" })).items;
    const [operation = ""] = /\/apis\/orders\/operations\/[^"]+/.exec(
      (await mallory.get("/apis/orders")).text,
    ) ?? [""];
    expect(operation).not.to.equal("");
    const subscription = `/subscriptions/${own?.id}`;
    const paths = [
      ...["/", "/?q=alert", `/?q=${encodeURIComponent(MARK)}`, "/apis", "/products", "/products/starter"],
      ...["/apis/orders", operation, "/products/starter/subscribe", "/subscriptions", subscription],
      ...[`${subscription}/regenerate/primary`, `${subscription}/cancel`, "/activity", "/profile"],
      ...["/profile/sessions", `/products/${encodeURIComponent(MARK)}`],
    ];
    const pages = [
      ...(await Promise.all(paths.map((path) => mallory.get(path)))),
      ...(await Promise.all(
        ["/admin/approvals", `/admin/approvals/${waiting?.id}`, "/admin/audit", "/products"].map((path) =>
          admin.get(path),
        ),
      )),
      await mallory.post("/profile", { "first-name": MARK.repeat(9), "last-name": MARK }),
      await mallory.fill(subscription, { name: MARK.repeat(9) }),
      await admin.fill(`/admin/approvals/${waiting?.id}`, { decision: "approve", comment: MARK.repeat(99) }),
    ];
    for (const { text, url, headers, status } of pages) {
      expect(status, url).to.be.oneOf([200, 400, 404]);
      expect(strangeIn(text), url).to.deep.equal([]);
      expect(headers.get("content-security-policy"), url).to.include("script-src 'self'");
    }
    expect(pages.filter(({ text }) => text.includes("&lt;img src=x")).length).to.be.greaterThan(15);
    const document = await mallory.get("/apis/orders/openapi.json");
    expect(document.headers.get("content-type")).to.equal("application/json; charset=utf-8");
    expect(visits, "a document led its reader elsewhere").to.equal(0);
  });

  it("of an issuer lose what turns or hides the text around them", async () => {
    for (const [user, shown] of [
      ["turned", "gro.osotnoc"],
      ["unseen", "ann"],
    ] as const) {
      const browser = world.browser();
      await browser.signIn(user);
      const { text } = await browser.get("/profile");
      expect(presetOf(text)).to.deep.equal({});
      expect(text).to.include(`value="${shown}"`).and.not.include("\u0000").and.not.include("\u202e");
    }
  });

  it("of an issuer are cut between characters, in one Unicode form", async () => {
    const browser = world.browser();
    await browser.signIn("cut");
    const { text } = await browser.get("/profile");
    expect(text)
      .to.include(`value="${"g".repeat(99)}"`)
      .and.include('value="é"');
  });

  it("are refused in forms when nothing of them can be seen, or when they turn the text behind them", async () => {
    const browser = world.browser();
    await browser.signIn("portal.admin");
    for (const name of ["\u200b", "\u3164", "\u2800 \u200d", "\u0301", "a\u202eb", "a\u2067b"]) {
      const label = JSON.stringify(name);
      expect((await browser.fill("/products/pro/subscribe", { name })).status, label).to.equal(400);
      const names = { "first-name": name, "last-name": "" };
      expect((await browser.post("/profile", names)).status, label).to.equal(400);
    }
    for (const name of ["שלום", "👩‍👧", "नमस्ते", "می‌خواهم"]) {
      expect((await browser.post("/profile", { "first-name": name, "last-name": "" })).status).to.equal(303);
      expect((await browser.get("/profile")).text).to.include(`value="${name}"`);
    }
  });

  it("a search finds calls of operations, not the markup around them", async () => {
    const browser = world.browser();
    expect((await browser.get("/?q=post+orders")).text).to.include(">Operations<");
    expect((await browser.get("/?q=code")).text).to.include("Nothing was found");
    expect(linkOf({ ...(await browser.get("/?q=code")), to: undefined }, "Orders")).to.equal("");
  });
});

/** Tags and attributes that no page of the portal has. Values are escaped, so that no `>` ends a tag early. */
function strangeIn(text: string): readonly string[] {
  return [...text.matchAll(/<([a-z!/][^\s>]*)([^>]*)>/gi)].flatMap(([tag, name = "", attributes = ""]) => {
    const values = new Map(
      [...attributes.matchAll(/([^\s="]+)(?:="([^"]*)")?/g)].map(([, key = "", value = ""]) => [key, value]),
    );
    const links = ["href", "src", "action"].map((each) => values.get(each) ?? "#");
    const isStrange =
      /^(?:img|iframe|object|embed|base|svg|style)$/i.test(name) ||
      (name === "script" && !values.has("src")) ||
      [...values.keys()].some((key) => /^on|^style$|</i.test(key)) ||
      // A description may link to other hosts.
      links.some(
        (link) => !/^(?:#|\/developer(?:$|[/?#]))/.test(link) && !(name === "a" && /^https?:/.test(link)),
      );
    return isStrange ? [tag] : [];
  });
}
