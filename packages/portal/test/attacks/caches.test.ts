import { request } from "node:http";
import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { startPortal, type World } from "../support/start-portal.js";
import { keysOf, presetOf } from "../support/visitor.js";

describeOnEach("caches and strange requests", (framework) => {
  let world: World;
  let adele: Browser;
  let id: string;
  let key: string;
  before(async () => {
    world = await startPortal({ framework });
    adele = world.browser();
    await adele.signIn("adele");
    const answer = await adele.fill("/products/starter/subscribe", { name: "Test" });
    [key] = keysOf({ ...answer, to: undefined });
    expect(key).to.match(/^pask_/);
    id = (await world.subscriptions.list()).items[0]!.id;
  });
  after(() => world.close());

  it("no answer of a page may be kept, and none is 304 or a part of one", async () => {
    const fields = {
      "if-none-match": "*",
      "if-modified-since": "Tue, 01 Jan 2999 00:00:00 GMT",
      range: "bytes=0-9",
      "cache-control": "only-if-cached",
    };
    for (const path of [
      "/",
      "/subscriptions",
      `/subscriptions/${id}`,
      "/products/starter/subscribe",
      "/none",
    ])
      for (const method of ["GET", "HEAD"]) {
        const { status, headers } = await adele.send(path, method, fields);
        expect(status, path).to.equal(path === "/none" ? 404 : 200);
        expect(headers.get("cache-control"), path).to.equal("no-store");
        for (const name of ["etag", "last-modified", "content-range", "age"])
          expect(headers.has(name), `${path} ${name}`).to.equal(false);
      }
  });

  it("asking again by HEAD, GET or the same form shows no key", async () => {
    const form = presetOf((await adele.get(`/subscriptions/${id}/regenerate/primary`)).text);
    const shown = await adele.post(`/subscriptions/${id}/regenerate/primary`, form);
    expect(shown.h1).to.equal("Your new key");
    const again = await adele.post(`/subscriptions/${id}/regenerate/primary`, form);
    expect(again.h1).to.equal("Already shown");
    for (const method of ["GET", "HEAD"])
      for (const path of [
        `/subscriptions/${id}/regenerate/primary`,
        `/subscriptions/${id}/keys`,
        "/console/key",
      ])
        expect((await adele.send(path, method)).text).not.to.match(/pask_/);
    expect(again.text).not.to.match(/pask_/);
  });

  it("fields that caches do not look at change no page", async () => {
    const plain = (await adele.get("/products")).text;
    for (const headers of [
      { host: "evil.example" },
      { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-prefix": "/evil" },
      { "x-original-url": "/developer/profile", "x-rewrite-url": "/developer/profile" },
      { "x-http-method-override": "POST", "x-method-override": "DELETE" },
      { "accept-language": 'x"><script>', "user-agent": "<script>" },
      { forwarded: 'host="evil.example"', origin: "https://evil.example" },
    ])
      expect((await adele.get("/products", headers)).text).to.equal(plain);
  });

  it("an asset comes without brotli to those that refuse it", async () => {
    const [, style = ""] = /href="\/developer(\/_\/style[^"]+)"/.exec((await adele.get("/")).text) ?? [];
    for (const [accepted, coding] of [
      ["gzip, br", "br"],
      ["br;q=0, gzip", null],
      ["br;q=0.000", null],
      ["BR;q=0.5", "br"],
      ["brotli", null],
    ] as const) {
      const { headers } = await adele.send(style, "HEAD", { "accept-encoding": accepted });
      expect([accepted, headers.get("content-encoding")]).to.deep.equal([accepted, coding]);
      expect(headers.get("vary")).to.equal("Accept-Encoding");
    }
  });

  it("a cookie that another host planted beside the session opens nothing, and is not told apart", async () => {
    const session = adele.cookies.get("product-auth-portal")!;
    for (const cookie of [
      `product-auth-portal=x; product-auth-portal=${session}`,
      `product-auth-portal=${session}; product-auth-portal=x`,
      `product-auth-portal="${session}"`,
      `Product-Auth-Portal=${session}`,
      `__Host-product-auth-portal=${session}`,
      `product-auth-portal=${session},`,
    ]) {
      const answer = await world.browser().get("/profile", { cookie });
      expect([cookie, answer.status, answer.location]).to.deep.equal([
        cookie,
        302,
        "/developer/signin?returnTo=%2Fdeveloper%2Fprofile",
      ]);
    }
  });

  it("a path that others read differently leads to no page", async () => {
    for (const path of [
      ...["//profile", "/profile/", "/profile;a=b", "/profile%2f", "/%2fprofile", "/profile%00", "/Profile"],
      ...["/subscriptions%2f..%2fprofile", "/profile%20", "/profile/.%2f", "/%70rofile%2e%2f"],
      ...[`/subscriptions//${id}`, `/subscriptions/${id};x`, `/subscriptions/${id}%0a`],
    ])
      expect([path, await rawStatus(path)]).to.deep.equal([path, 404]);
    expect(await rawStatus("/profile%")).to.be.oneOf([400, 404]); // Fastify's router refuses it
    // Outside of the portal, behind the guard of the API.
    for (const path of ["/../orders", "/%2e%2e/orders", "x/profile"])
      expect(await rawStatus(path), path).to.be.oneOf([401, 404]);
  });

  it("a form of no page, or of a page elsewhere, changes nothing", async () => {
    for (const site of ["none", "cross-site", "same-site", "Same-Origin", "same-origin, same-origin", ""])
      for (const origin of ["", new URL(world.url).origin]) {
        const headers = { "sec-fetch-site": site, ...(origin !== "" && { origin }) };
        const { status } = await adele.post(`/subscriptions/${id}/cancel`, {}, headers);
        expect([site, origin, status]).to.deep.equal([site, origin, 403]);
      }
    expect((await world.subscriptions.list({ state: "active" })).items).to.have.length(1);
  });

  it("a request that expects what no server has, or comes slowly, holds up no other", async () => {
    expect(await rawStatus("/profile", { expect: "the-unexpected" })).to.equal(417);
    const { hostname, port, pathname } = new URL(world.url);
    const headers = { "content-length": "60000", "sec-fetch-site": "same-origin" };
    const slow = Array.from({ length: 40 }, () => {
      const sent = request({ hostname, port, path: `${pathname}/signout`, method: "POST", headers });
      sent.on("error", () => undefined);
      sent.write("a=");
      return sent;
    });
    expect((await adele.get("/profile")).status).to.equal(200);
    for (const sent of slow) sent.destroy();
    expect((await adele.get("/profile")).status).to.equal(200);
  });

  /** Sends a path as it is written, with the cookie of the session. */
  function rawStatus(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const { hostname, port, pathname } = new URL(world.url);
    const cookie = `product-auth-portal=${adele.cookies.get("product-auth-portal")}`;
    return new Promise((resolve, reject) => {
      const sent = request(
        { hostname, port, path: pathname + path, headers: { cookie, ...headers } },
        (res) => {
          res.resume();
          resolve(res.statusCode ?? 0);
        },
      );
      sent.on("error", reject).end();
    });
  }
});
