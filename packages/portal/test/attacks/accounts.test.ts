import { request } from "node:http";
import { expect } from "chai";
import { applicationRoutes } from "#src/application-routes.js";
import { basicRoutes } from "#src/basic-routes.js";
import { consoleSignInRoutes } from "#src/console-sign-in-routes.js";
import { invitationRoutes } from "#src/invitation-routes.js";
import { mailRoutes } from "#src/mail-routes.js";
import { digestOf, randomToken } from "#src/people/digest.js";
import { basicKeyOf } from "#src/people/email.js";
import { peopleRoutes } from "#src/people-routes.js";
import { publishRoutes } from "#src/publish-routes.js";
import { routes } from "#src/routes.js";
import { startAccounts, type AccountWorld } from "../support/account-world.js";
import type { Browser, Page } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { presetOf } from "../support/visitor.js";

const ACCOUNTS = [
  ...routes,
  ...peopleRoutes,
  ...publishRoutes,
  ...basicRoutes,
  ...invitationRoutes,
  ...mailRoutes,
];
const ALL = [...ACCOUNTS, ...applicationRoutes, ...consoleSignInRoutes];
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

/** Fields that no form of these pages has. */
const MORE = {
  ...{
    state: "deleted",
    group: "administrators",
    owner: "x",
    userId: UNKNOWN,
    id: UNKNOWN,
    email: "x@y.example",
  },
  ...{
    administrator: "true",
    isAdministrator: "true",
    emailVerified: "false",
    version: "9",
    purpose: "reset",
  },
  ...{ ["__proto__"]: "x", constructor: "x", "constructor.prototype.state": "deleted", _method: "DELETE" },
};

describeOnEach("pages about accounts", (framework) => {
  let world: AccountWorld;
  let adele: string;
  let alex: string;
  let admin: string;
  before(async () => {
    world = await startAccounts(framework);
    adele = await world.user("adele@contoso.example");
    alex = await world.user("alex@contoso.example");
    admin = await world.user("admin@contoso.example");
    const record = (await world.records.get("user", admin))!;
    const value = { ...record.value, groups: ["administrators"] };
    await world.records.write([{ put: { ...record, version: 2, value } }]);
  });
  after(() => world.close());

  /** A browser with a new session, without the work of a sign-in. */
  async function enter(id: string): Promise<Browser> {
    const token = randomToken();
    const times = { authTime: world.now, lastSeen: world.now };
    const value = { provider: "basic", ...times, isAdministrator: false, groups: [], agent: "test" };
    const put = { kind: "session", id: digestOf(token), owner: id, version: 1, value };
    await world.records.write([{ put }]);
    const browser = world.browser();
    browser.cookies.set("product-auth-portal", token);
    return browser;
  }
  const stateOf = async () =>
    Promise.all(
      ["user", "identity", "password"].map(async (kind) =>
        (await world.records.list(kind)).records.map(({ id, owner, value }) => ({ kind, id, owner, value })),
      ),
    );
  const pathOf = (path: string, id: string) =>
    path
      .replace("{id}", id)
      .replace("{slot}", "primary")
      .replace("{provider}", "entra")
      .replaceAll(/\{\w+\}/g, "starter");

  it("a form of another site changes nothing, whatever the page", async () => {
    const browser = await enter(admin);
    const before = await world.dump();
    const { length } = world.mails;
    const { origin } = new URL(world.url);
    const posts = ALL.filter(({ post }) => post !== undefined);
    expect(posts.length).to.be.greaterThan(30);
    const fields = { act: "block", "e-mail": "eve@contoso.example", "first-name": "Eve", captcha: "any" };
    for (const { path } of posts)
      for (const headers of [
        { "sec-fetch-site": "cross-site", origin },
        { "sec-fetch-site": "", origin: "null" },
      ] as Record<string, string>[]) {
        const answer = await browser.post(pathOf(path, adele), fields, headers);
        expect([path, answer.status]).to.deep.equal([path, 403]);
        expect(answer.headers.getSetCookie(), path).to.deep.equal([]);
      }
    for (const site of ["same-site", "none"])
      expect((await browser.post("/profile", {}, { "sec-fetch-site": site, origin })).status).to.equal(403);
    for (const origins of [
      {},
      { origin: "null" },
      { origin: `${origin}.evil.example` },
      { origin: `${origin}1` },
    ])
      expect((await sendRaw(world, "/profile", origins)).status).to.equal(403);
    expect(await world.dump()).to.equal(before);
    expect(world.mails.length).to.equal(length);
  });

  it("a user learns nothing of another user, and of pages of administrators", async () => {
    const browser = await enter(alex);
    const before = await stateOf();
    const hers = digestOf(basicKeyOf("adele@contoso.example"));
    const seen = ({ status, h1, location, text }: Page) =>
      JSON.stringify([status, h1, location, text]).replaceAll(
        /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\w-]{43}/g,
        "ID",
      );
    for (const { path, who, get, post } of ACCOUNTS) {
      if (!path.includes("{id}") && who !== "administrator") continue;
      for (const [id, unknown] of [
        [adele, UNKNOWN],
        [hers, digestOf("nothing")],
      ] as const) {
        const asked = await browser.get(pathOf(path, id));
        if (get !== undefined) expect([path, asked.status]).to.deep.equal([path, 404]);
        expect(seen(asked), path).to.equal(seen(await browser.get(pathOf(path, unknown))));
        const sent = await browser.post(pathOf(path, id), { act: "block", groups: "administrators" });
        if (post !== undefined) expect([path, sent.status]).to.deep.equal([path, 404]);
        const json = await browser.get(pathOf(path, id), { accept: "application/json" });
        if (get !== undefined) expect([path, json.status]).to.deep.equal([path, 404]);
      }
    }
    expect(await stateOf()).to.deep.equal(before);
  });

  it("fields that a form does not have change nothing, whatever the page", async () => {
    const before = await stateOf();
    for (const [user, whose] of [
      [adele, alex],
      [admin, adele],
    ] as const)
      for (const { path, who, get, post } of ACCOUNTS) {
        if (post === undefined || (who === "administrator" && user !== admin)) continue;
        const browser = await enter(user);
        const page = get === undefined ? undefined : await browser.get(pathOf(path, whose));
        // Without what the form asks for: a name, a password, what shall be done.
        const names = path === "/profile" ? { "first-name": "Adele" } : {};
        const isAct = path === "/admin/users/{id}/delete";
        if (isAct) continue; // the button alone deletes the user
        const sent = await browser.post(pathOf(path, whose), {
          ...presetOf(page?.text ?? ""),
          ...names,
          ...MORE,
        });
        expect(sent.status, path).to.be.lessThan(500);
      }
    const named = (states: Awaited<ReturnType<typeof stateOf>>) =>
      states.flat().map((each) => ({
        ...each,
        value: { ...each.value, mailsOff: undefined, lastName: undefined, firstName: undefined },
      }));
    expect(named(await stateOf())).to.deep.equal(named(before));
    const { records } = await world.records.list("user");
    const known = [
      "email",
      "emailVerified",
      "firstName",
      "lastName",
      "state",
      "groups",
      "mailsOff",
      "registrationDate",
    ];
    for (const { value } of records) expect(known).to.include.members(Object.keys(value));
  });

  it("Host and forwarded headers do not reach the links of mails", async () => {
    const fields = { "e-mail": "host@contoso.example", "first-name": "Host", captcha: "any" };
    const headers = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
      "x-original-url": "https://evil.example/",
      "sec-fetch-site": "same-origin",
    };
    for (const [path, link] of [
      ["/signup", "/welcome"],
      ["/reset", "/reset"],
    ] as const) {
      const email = path === "/reset" ? { "e-mail": "adele@contoso.example" } : {};
      const mail = await world.mailAfter(async () => {
        const sent = await sendRaw(world, path, headers, { ...fields, ...email });
        expect([sent.status, sent.location]).to.deep.equal([303, `/developer${path}/sent`]);
      });
      expect(mail.text).not.to.include("evil");
      expect(mail.text).to.include(`${world.url}${link}`);
    }
  });
});

/** A POST with headers that `fetch` does not send. */
function sendRaw(
  { url }: AccountWorld,
  path: string,
  headers: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): Promise<{ status: number | undefined; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const sending = request(
      `${url}${path}`,
      { method: "POST", headers: { ...type, ...headers } },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, location: answer.headers.location });
      },
    );
    sending.on("error", reject).end(new URLSearchParams(fields).toString());
  });
}
