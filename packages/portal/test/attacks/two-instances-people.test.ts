import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { digestKey } from "@product-auth/core/subscriptions";
import { outboxMail } from "@product-auth/portal";
import { serviceFor, startPostgres } from "@product-auth/testkit/services";
import { expect } from "chai";
import { Browser } from "../support/browser.js";
import { OPERATION, startConsoleWorld, startPath } from "../support/console-world.js";
import { eventually } from "../support/eventually.js";
import { openSharedStores } from "../support/open-stores.js";
import { PASSWORD, startBasic } from "../support/start-basic.js";
import { keysOf } from "../support/visitor.js";
import { createWorld } from "../support/world.js";

const PROGRAM = fileURLToPath(new URL("../programs/killed-portal.js", import.meta.url));

describe("people at two instances over one PostgreSQL", function () {
  this.timeout(60_000);
  let postgres: { readonly connectionString: string; readonly schema: string };
  const stores: Awaited<ReturnType<typeof openSharedStores>>[] = [];

  before(async function () {
    const { url: connectionString } = await serviceFor(this, startPostgres);
    postgres = { connectionString, schema: `portal_people_${process.pid}` };
    stores.push(await openSharedStores(postgres), await openSharedStores(postgres));
  });
  after(async () => {
    for (const { records, repository } of stores) await Promise.all([records.close(), repository.close()]);
  });

  /** The same browser, whose next requests another instance answers. */
  function at(url: string, browser: Browser): Browser {
    const moved = new Browser(url);
    for (const [name, value] of browser.cookies) moved.cookies.set(name, value);
    return moved;
  }

  it("a token of the console: begun on one, back on the other, taken once of both", async () => {
    const one = await startConsoleWorld({ ...stores[0]!, framework: "koa" });
    const other = await startConsoleWorld({ ...stores[1]!, framework: "fastify", beside: one });
    try {
      const here = one.browser();
      await here.signIn("adele");
      const callback = await here.pick("adele", startPath());
      const there = at(other.url, here);
      const answers = await Promise.all([
        there.get(callback.replace(one.url, other.url)),
        here.get(callback),
      ]);
      expect(answers.map(({ status }) => status)).to.have.members([302, 400]);
      expect((await here.get(OPERATION)).text).to.include('data-waiting="pro"');
      const purpose = { api: "orders", product: "pro" };
      const taken = await Promise.all(
        [here, there].map((browser) => browser.postJson("/console/signin", purpose)),
      );
      expect(taken.map(({ status }) => status)).to.have.members([200, 404]);
      const { text } = taken.find(({ status }) => status === 200)!;
      const { accessToken } = JSON.parse(text) as { accessToken: string };
      for (const { url } of [one, other]) {
        const headers = { authorization: `Bearer ${accessToken}` };
        expect((await fetch(new URL("/orders", url), { headers })).status).to.equal(200);
      }
    } finally {
      await other.close();
      await one.close();
    }
  });

  it("an account: asked for on one, made with its link on one of both, once", async () => {
    const mail = outboxMail();
    const options = { mail, signUp: "open" as const };
    const one = await startBasic("express", { ...options, records: stores[0]!.records });
    const publicUrl = one.portal.url.href;
    const other = await startBasic("koa", { ...options, records: stores[1]!.records, publicUrl });
    one.now = other.now = Date.now();
    try {
      const asked = await one.browser().fill("/signup", {
        "e-mail": "zoe@contoso.example",
        "first-name": "Zoe",
        "last-name": "Miller",
        captcha: "any",
      });
      expect(asked.status, asked.text).to.be.oneOf([200, 303]);
      await eventually(async () => Promise.resolve(mail.messages.length > 0));
      expect(mail.messages).to.have.length(1);
      const [path] = /\/welcome\?ticket=[\w-]{43}/.exec(mail.messages[0]!.text) ?? [""];
      const made = await Promise.all(
        [one, other].map((world) => world.browser().fill(path, { "new-password": PASSWORD })),
      );
      expect(made.filter(({ status }) => status === 303)).to.have.length(1);
      const { records } = await stores[0]!.records.list("password");
      expect(records).to.have.length(1);
    } finally {
      await other.close();
      await one.close();
    }
  });

  for (const beforeWrite of [2, 3])
    it(`one is killed before write ${beforeWrite} of a block: the other has the user blocked and goes on`, async () => {
      let ahead = 0;
      const clock = () => Date.now() + ahead;
      const open = () => createWorld({ ...stores[1]!, clock });
      const first = open();
      const [adele, admin] = [await first.user(), await first.user({ isAdministrator: true, name: "Admin" })];
      const keys: string[] = [];
      for (const name of ["One", "Two"])
        keys.push(...keysOf(await adele.fill("/products/unlimited/subscribe", { name })));
      const path = `/admin/users/${adele.id}`;
      const { id, cookie } = admin;
      const given = { postgres, beforeWrite, id, cookie, path, fields: { act: "block" } };
      const child = spawn(process.execPath, [PROGRAM, JSON.stringify({ folder: "", ...given })], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      const [, signal] = (await once(child, "exit")) as [number | null, string | null];
      expect(signal).to.equal("SIGKILL");
      const stateOf = async () =>
        (await stores[1]!.records.get("user", adele.id))?.value["state"] as string | undefined;
      ahead = 31_000;
      if ((await stateOf()) !== "blocked") await admin.post(path, { act: "block" });
      expect(await stateOf()).to.equal("blocked");
      expect((await adele.open("/profile")).status).to.equal(302); // out at once, whatever is left to do
      const second = open(); // looks for work that was left, at its start
      await eventually(async () => {
        const { items } = await stores[1]!.repository.list({ ownerId: adele.id });
        return items.every(({ ownerState }) => ownerState === "blocked");
      });
      for (const key of keys)
        expect((await stores[0]!.repository.findByKeyDigest(digestKey(key)))?.ownerState).to.equal("blocked");
      await eventually(async () => (await stores[1]!.records.list("user-job")).records.length === 0);
      for (const world of [first, second]) await world.portal.close();
    });
});
