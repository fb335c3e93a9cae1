import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { PORTAL_CHANNEL } from "@product-auth/portal";
import { expect } from "chai";
import { linkIn, startAccounts, submit, ticketOf, type AccountWorld } from "../support/account-world.js";
import type { Browser } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { signIn } from "../support/start-basic.js";

const EMAIL = "ada@contoso.example";
const FIRST = "a bicycle made of cheese";
const SECOND = "a submarine made of butter";
const WRONG = "a locomotive made of honey";

interface Secret {
  readonly what: "password" | "ticket" | "cookie";
  readonly value: string;
}

describeOnEach("secrets of accounts", (framework) => {
  it("are in one mail or one cookie each, and in no store, event, message, warning and JSON", async () => {
    const messages: unknown[] = [];
    const note = (message: unknown) => void messages.push(message);
    subscribe(PORTAL_CHANNEL, note);
    process.on("warning", note);
    const world = await startAccounts(framework);
    try {
      const { secrets, browsers } = await tell(world);
      const dumps = [
        await everyRecord(world),
        JSON.stringify(world.events),
        JSON.stringify(messages),
        JSON.stringify(await world.portal.health()),
      ];
      expect(dumps[0])
        .to.include("password-reset")
        .and.include("latest-ticket")
        .and.include("invitation-sent");
      const exchanges = browsers.flatMap((browser) => browser.exchanges);
      for (const { what, value } of secrets) {
        expect(value.length).to.be.greaterThan(20);
        // As it is, in an address, and in JSON and base64 of it.
        for (const form of [
          value,
          encodeURIComponent(value),
          Buffer.from(value).toString("base64url").slice(0, -2),
        ])
          for (const text of dumps) expect(text.includes(form), `${what} ${value}`).to.equal(false);
        expect(
          world.mails.filter(({ text, subject }) => (text + subject).includes(value)).length,
          what,
        ).to.equal(what === "ticket" ? 1 : 0);
        const set = exchanges.flatMap(({ cookies }) => cookies).filter((cookie) => cookie.includes(value));
        // The cookie of known browsers is sent again with the next account.
        const isSession = set.some((cookie) => cookie.startsWith("product-auth-portal="));
        if (what !== "cookie" || isSession) expect(set.length, what).to.equal(what === "cookie" ? 1 : 0);
        // The page of a link holds its ticket, for its form: who asked had it.
        for (const { sent, answer } of exchanges)
          expect(
            answer.includes(value) && !(what === "ticket" && sent.includes(value)),
            `${what} in ${sent}`,
          ).to.equal(false);
      }
    } finally {
      unsubscribe(PORTAL_CHANNEL, note);
      process.off("warning", note);
      await world.close();
    }
  });
});

/** Signs up, guesses, signs in, resets the password, signs in again, and is invited: all that makes a secret. */
async function tell(world: AccountWorld) {
  const secrets: Secret[] = [FIRST, SECOND, WRONG].map((value) => ({ what: "password", value }));
  const [visitor, other, invited] = [world.browser(), world.browser(), world.browser()];
  const browsers: Browser[] = [visitor, other, invited];
  const seen = new Set<string>();
  const keepCookies = (browser: Browser) => {
    for (const value of [...browser.cookies.values()].flatMap((cookie) => cookie.split(".")))
      if (!seen.has(value)) {
        seen.add(value);
        secrets.push({ what: "cookie", value });
      }
  };
  async function linkOf(path: string, work: () => Promise<unknown>): Promise<string> {
    const link = linkIn(await world.mailAfter(work), path);
    secrets.push({ what: "ticket", value: ticketOf(link) });
    return link;
  }
  const names = { "first-name": "Ada", "last-name": "Lovelace", captcha: "any" };
  const welcome = await linkOf("/welcome", () => visitor.post("/signup", { "e-mail": EMAIL, ...names }));
  await visitor.send(welcome, "HEAD");
  const page = await visitor.get(welcome);
  expect((await submit(visitor, page, { "new-password": "short" })).status).to.equal(400);
  expect((await submit(visitor, page, { "new-password": FIRST })).status).to.equal(303);
  keepCookies(visitor);
  await signIn(other, EMAIL, WRONG);
  // The password in the wrong field: its own answer shows the field again, and nothing keeps it.
  await signIn(world.browser(), FIRST, WRONG);
  expect((await signIn(other, EMAIL, FIRST)).status).to.equal(303);
  keepCookies(other);
  const reset = await linkOf("/reset/password", () =>
    other.post("/reset", { "e-mail": EMAIL, captcha: "any" }),
  );
  expect((await submit(other, await other.get(reset), { "new-password": SECOND })).status).to.equal(303);
  expect((await signIn(other, EMAIL, SECOND)).status).to.equal(303);
  keepCookies(other);
  // One that is not used.
  await linkOf("/reset/password", () => other.post("/reset", { "e-mail": EMAIL, captcha: "any" }));
  const admin = await world.administrator();
  browsers.push(admin.browser);
  keepCookies(admin.browser);
  const form =
    /name="form" value="([^"]*)"/.exec((await admin.browser.get("/admin/users/invite")).text)?.[1] ?? "";
  const invitation = { "e-mail": "grace@contoso.example", form, ...names };
  const accept = await linkOf("/welcome", () => admin.browser.post("/admin/users/invite", invitation));
  const href = `/welcome/entra?ticket=${ticketOf(accept)}`;
  const away = await invited.get(href, { "sec-fetch-site": "same-origin" });
  const state = new URL(away.location ?? "").searchParams.get("state") ?? "";
  keepCookies(invited);
  expect((await invited.get(`/signin/entra/callback?state=${state}`)).status).to.equal(302);
  keepCookies(invited);
  for (const accept of ["text/html", "application/json"]) {
    for (const path of ["/profile", "/activity", "/profile/sessions", "/signin", "/reset", "/signup"])
      await other.get(path, { accept });
    for (const path of [
      "/admin/users",
      "/admin/audit",
      "/admin/health",
      "/admin/users/invite",
      welcome,
      reset,
    ])
      await admin.browser.get(path, { accept });
  }
  await other.post("/profile/data");
  return { secrets, browsers };
}

/** Every record of every kind that was written. */
async function everyRecord({ calls, records }: AccountWorld): Promise<string> {
  const kinds = new Set(
    calls.filter((call) => call.startsWith("write ")).flatMap((call) => call.split(" ").slice(1)),
  );
  const pages = await Promise.all([...kinds].map((kind) => records.list(kind, { limit: 1000 })));
  return JSON.stringify(pages.map((page) => page.records));
}
