import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerUsers } from "@product-auth/portal";
import { expect } from "chai";
import { askJson, type JsonAnswer } from "../support/ask-json.js";
import { describeOnEach } from "../support/open-server.js";
import { createWorld, statesOf, type User, type World } from "../support/world.js";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const FORM = "f".repeat(43);

describeOnEach("JSON at the URLs of pages", (framework) => {
  let world: World;
  let adele: User;
  let admin: User;
  let isDown = false;
  beforeEach(async () => {
    isDown = false;
    const stored = new MemoryRecordRepository();
    const fail = () => Promise.reject(new Error("down"));
    world = createWorld({
      framework,
      records: {
        get: (...given) => (isDown ? fail() : stored.get(...given)),
        list: (...given) => (isDown ? fail() : stored.list(...given)),
        write: (...given) => (isDown ? fail() : stored.write(...given)),
      },
    });
    adele = await world.user();
    admin = await world.user({ isAdministrator: true });
  });
  afterEach(() => world.portal.close());

  const expectProblem = ({ status, type, body, headers }: JsonAnswer, expected: number, title: string) => {
    expect([status, type, body.status, body.title]).to.deep.equal([
      expected,
      "application/problem+json",
      expected,
      title,
    ]);
    expect(body.reference).to.match(UUID);
    expect(headers.get("vary")).to.contain("Accept");
    expect(headers.get("cache-control")).to.equal("no-store");
  };

  it("lists and single things, for visitors too", async () => {
    const { status, type, body, headers } = await askJson(world, "/products");
    expect([status, type]).to.deep.equal([200, "application/json; charset=utf-8"]);
    expect(headers.get("vary")).to.contain("Accept");
    expect(body.value.map(({ name }) => name)).to.not.include.members(["draft", "hidden"]);
    const pro = await askJson(world, "/products/pro");
    expect(pro.body).to.deep.equal({
      ...{ name: "pro", displayName: "Pro", accepts: ["key"], open: false, approvalRequired: true },
      ...{ terms: "Be **nice**.", limits: [], apis: [{ name: "orders", displayName: "Orders" }] },
    });
    const page = await world.guest.open("/products/pro");
    expect(page.headers.get("content-type")).to.contain("text/html");
    expect(page.headers.get("vary")).to.contain("Accept");
    const head = await askJson(world, "/products/pro", { method: "HEAD" });
    expect([head.status, head.type, head.body]).to.deep.equal([200, "application/json; charset=utf-8", {}]);
  });

  it("subscribes, shows the keys in that answer only, and makes nothing with the same form id", async () => {
    const send = { name: "Mine", form: FORM };
    const made = await askJson(world, "/products/starter/subscribe", { user: adele, send });
    expect(made.status).to.equal(201);
    const { id, primaryKey, secondaryKey, ...rest } = made.body;
    expect(made.headers.get("location")).to.equal(`/developer/subscriptions/${id}`);
    expect(primaryKey).to.have.length.greaterThan(20);
    expect(rest).to.include({ displayName: "Mine", scope: "/products/starter", state: "active" });
    expect(new Date(rest.createdDate).toISOString()).to.equal(rest.createdDate);

    const again = await askJson(world, "/products/starter/subscribe", { user: adele, send });
    expectProblem(again, 409, "Already shown");
    const [list, one] = [
      await askJson(world, "/subscriptions", { user: adele }),
      await askJson(world, `/subscriptions/${id}`, { user: adele }),
    ];
    expect(list.body.value).to.have.length(1);
    expect(one.body.keys.map(({ slot }) => slot)).to.deep.equal(["primary", "secondary"]);
    const later = JSON.stringify([again.body, list.body, one.body]);
    expect(later).to.not.contain(primaryKey).and.not.contain(secondaryKey);

    const renamed = await askJson(world, `/subscriptions/${id}`, { user: adele, send: { name: "Yours" } });
    expect([renamed.status, renamed.body]).to.deep.equal([
      200,
      { location: `/developer/subscriptions/${id}`, done: "renamed", message: "The name was changed." },
    ]);
    const path = `/subscriptions/${id}/regenerate/primary`;
    const form = new URLSearchParams({ form: "g".repeat(43), "the-old-key-ends": "at-once" });
    const key = await askJson(world, path, { user: adele, send: form });
    expect([key.status, Object.keys(key.body)]).to.deep.equal([200, ["id", "displayName", "primaryKey"]]);
    // Without the id of a form, each request is one of its own.
    for (const places of [1, 0]) {
      const other = await askJson(world, "/products/starter/subscribe", { user: adele, send: { name: "B" } });
      expect(other.status).to.equal(places === 1 ? 201 : 400);
    }
    expect(await statesOf(world)).to.deep.equal(["active", "active"]);
  });

  it("approvals: waits, is approved, and its keys are shown once", async () => {
    const send = { name: "Mine", "i-accept-the-terms-of-pro": true };
    const made = await askJson(world, "/products/pro/subscribe", { user: adele, send });
    expect(made.status).to.equal(201);
    expect(made.body).to.include({ state: "submitted" }).and.not.have.property("primaryKey");
    const { id } = made.body;
    const [waiting] = (await askJson(world, "/admin/approvals", { user: admin })).body.value;
    expect(waiting).to.deep.include({
      id,
      owner: { id: adele.id, displayName: "Adele Vance" },
      review: `/developer/admin/approvals/${id}`,
    });
    const decision = { decision: "approve", comment: "Fine" };
    const approved = await askJson(world, `/admin/approvals/${id}`, { user: admin, send: decision });
    expect(approved.body).to.include({ done: "approved", location: "/developer/admin/approvals" });
    const keys = await askJson(world, `/subscriptions/${id}/keys`, { user: adele, send: {} });
    expect(keys.body.primaryKey).to.have.length.greaterThan(20);
    expectProblem(
      await askJson(world, `/subscriptions/${id}/keys`, { user: adele, send: {} }),
      409,
      "Already shown",
    );
  });

  it("what is wrong with a form, field by field", async () => {
    const send = { name: " ", form: FORM };
    const wrong = await askJson(world, "/products/pro/subscribe", { user: adele, send });
    expectProblem(wrong, 400, "Subscribe to Pro");
    expect(wrong.body.errors.map(({ field }) => field)).to.deep.equal(["name", "i-accept-the-terms-of-pro"]);
    expect(wrong.body.detail).to.equal(wrong.body.errors[0]?.message);
    const closed = await askJson(world, "/products/closed/subscribe", { user: adele, send });
    expectProblem(closed, 400, "Subscribe to Closed");
    expect(closed.body.errors).to.have.length(1);
    expect(closed.body.errors[0] ?? {}).to.have.all.keys("message");
    // The id of the form is not used up.
    const right = { ...send, name: "Mine", "i-accept-the-terms-of-pro": true };
    expect((await askJson(world, "/products/pro/subscribe", { user: adele, send: right })).status).to.equal(
      201,
    );
  });

  it("401 without a session, in place of the sign-in, whether a thing exists or not", async () => {
    for (const path of ["/subscriptions", "/subscriptions/none", "/admin", "/admin/audit", "/profile"]) {
      const answer = await askJson(world, path);
      expectProblem(answer, 401, "Sign in");
      expect(answer.body.signIn).to.equal(
        `/developer/signin?returnTo=${encodeURIComponent(`/developer${path}`)}`,
      );
      expect(answer.headers.get("location")).to.equal(null);
    }
    expectProblem(await askJson(world, "/console/key", { send: { api: "orders" } }), 401, "Sign in");
    expectProblem(await askJson(world, "/profile", { send: {} }), 401, "Sign in");
  });

  it("404, 405, 403, 413, 415 and 400 as pages have them", async () => {
    for (const path of ["/nothing", "/products/draft", "/products/hidden", "/admin"])
      expectProblem(await askJson(world, path, { user: adele }), 404, "Page not found");
    const deleted = await askJson(world, "/profile", {
      user: adele,
      method: "DELETE",
      headers: { origin: new URL(world.base).origin },
    });
    expectProblem(deleted, 405, "Method not allowed");
    expect(deleted.headers.get("allow")).to.equal("GET, HEAD, POST");
    const send = { "first-name": "Eve", "last-name": "X" };
    for (const headers of [
      { origin: "null" },
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ] as Record<string, string>[])
      expectProblem(await askJson(world, "/profile", { user: adele, send, headers }), 403, "Not allowed");
    const huge = JSON.stringify({ "first-name": "x".repeat(65_536) });
    expectProblem(await askJson(world, "/profile", { user: adele, send: huge }), 413, "Too large");
    const typed = { user: adele, send: "{}", headers: { "content-type": "text/plain" } };
    expectProblem(await askJson(world, "/profile", typed), 415, "Bad request");
    const page = { user: adele, send, headers: { accept: "*/*" } };
    expect((await askJson(world, "/profile", page)).status).to.equal(415);
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, "x"]));
    for (const body of [
      "[]",
      "null",
      '"text"',
      "{",
      '{"first-name":1}',
      '{"first-name":{"a":"b"}}',
      '{"first-name":["a","b"]}',
      '{"first-name":[["a"]]}',
      many,
      { a: Array.from({ length: 201 }, () => "x") },
    ])
      expectProblem(await askJson(world, "/profile", { user: adele, send: body }), 400, "Bad request");
    expect((await askJson(world, "/profile", { user: adele })).body).to.include({ firstName: "Adele" });
  });

  it("members that no form has are ignored", async () => {
    const send = `{"first-name":"Ada","last-name":"L","state":"blocked","groups":["administrators"],"id":"x",
      "__proto__":"x","constructor":"x","administrator":true,"email":"a@b.c"}`;
    const saved = await askJson(world, "/profile", { user: adele, send });
    expect(saved.body).to.include({ done: "saved" });
    expect((await askJson(world, "/profile", { user: adele })).body).to.deep.equal({
      firstName: "Ada",
      lastName: "L",
      groups: ["developers"],
    });
    expect(await world.records.get("user", adele.id)).to.deep.nested.include({
      "value.state": "active",
      "value.groups": [],
    });
  });

  it("an act in a shell is not shown as the user's own", async () => {
    const users = administerUsers({ records: world.records });
    await users.setGroups(adele.id, ["partners"]);
    await users.close();
    const { body } = await askJson(world, "/activity", { user: adele });
    expect(body.value).to.have.length(1);
    expect(body.value[0]).to.deep.include({ action: "user-groups", actor: "An administrator" });
  });

  it("503 while a store is down", async () => {
    isDown = true;
    const answer = await askJson(world, "/profile", { user: adele });
    expectProblem(answer, 503, "Not available");
    expect(answer.headers.get("retry-after")).to.equal("30");
    expect(JSON.stringify(answer.body)).to.not.contain("down");
  });
});
