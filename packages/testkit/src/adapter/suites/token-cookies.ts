import { expect } from "chai";
import request, { type Test } from "supertest";
import { KEY, tell, type Api } from "../support/api.js";
import { expectRefused, noTokenOrKey, type Refusal } from "../support/refused.js";
import type { Suite } from "../suite.js";

const APP = "https://app.example";
const notItsOrigin: Refusal = {
  status: 403,
  challenge: undefined,
  message:
    "Access denied due to the origin of the page. Make sure it is on the list of origins that may connect.",
};

/** A browser attaches cookies to the requests of every page: which of them may act for the user. */
export function tokenCookies({ describe, it, before, apiStarter }: Suite): void {
  describe("a token in a cookie", () => {
    const start = apiStarter();
    let api: Api;
    let cookie: string;
    before(async () => {
      api = await start(
        (app, auth) => {
          app.all("/", auth.requireProduct("pro"), tell);
          app.all("/keys", auth.require({ product: "pro", accepts: ["key"] }), tell);
        },
        { tokenSource: { cookie: "__Host-token" }, origins: [APP] },
      );
      cookie = `__Host-token=${await api.entra.tokenFor({ client: "contoso", product: "pro" })}`;
    });
    const send = (method: "get" | "post" | "put" | "patch" | "delete" | "options", path = "/"): Test =>
      request(api.server)[method](path).set("cookie", `theme=dark; ${cookie}`);

    for (const method of ["get", "options"] as const)
      it(`${method.toUpperCase()}: 200 from any page, and the response is private`, async () => {
        const { status, headers } = await send(method).set("origin", "https://evil.example");
        expect([status, (headers as Record<string, string>)["cache-control"]]).to.deep.equal([
          200,
          "private",
        ]);
      });

    for (const method of ["post", "put", "patch", "delete"] as const) {
      const name = method.toUpperCase();
      it(`${name}: 200 from a page of the API's own origin, and from one that is listed`, async () => {
        expect((await send(method).set("sec-fetch-site", "same-origin")).status).to.equal(200);
        expect((await send(method).set("origin", APP)).status).to.equal(200);
      });
      it(`${name}: 403 from any other page, and without either field`, async () => {
        const others: readonly Readonly<Record<string, string>>[] = [
          {},
          { origin: "https://evil.example" },
          { origin: "null" },
          { "sec-fetch-site": "same-site", origin: "https://other.app.example" },
          { "sec-fetch-site": "cross-site" },
          { "sec-fetch-site": "none" },
        ];
        for (const fields of others) {
          expectRefused(await send(method).set(fields), notItsOrigin);
          expect(api.events.at(-1)).to.include({ code: "origin_not_allowed", status: 403 });
        }
      });
    }

    it("a good key beside it does not rescue it", async () =>
      expectRefused(await send("post").set(KEY, "pro-key"), notItsOrigin));
    it("a route that accepts keys only does not look at the cookie", async () =>
      expect((await send("post", "/keys").set(KEY, "pro-key")).status).to.equal(200));
    it("a key alone needs no page", async () =>
      expect((await request(api.server).post("/").set(KEY, "pro-key")).status).to.equal(200));
    it("no cookie: 401, whatever the page", async () =>
      expectRefused(await request(api.server).post("/").set("origin", "https://evil.example"), noTokenOrKey));
    it("the same cookie twice: token_repeated", async () => {
      expect((await request(api.server).get("/").set("cookie", `${cookie}; ${cookie}`)).status).to.equal(401);
      expect(api.events.at(-1)).to.include({ code: "token_repeated" });
    });
    it("the same cookie in two fields: token_repeated", async () => {
      const { status } = await request(api.server)
        .get("/")
        .set("cookie", [cookie, cookie] as never);
      expect(status).to.equal(401);
      expect(api.events.at(-1)).to.include({ code: "token_repeated" });
    });
    it("a token in Authorization is not looked at, and the hint names the place", async () => {
      const answer = await api
        .get("/")
        .set("authorization", `Bearer ${cookie.slice("__Host-token=".length)}`);
      expectRefused(answer, noTokenOrKey);
      expect(api.events.at(-1)?.hint).to.include("tokenSource");
    });
    it("no event holds a token", () => expect(JSON.stringify(api.events)).to.not.include(cookie.slice(-40)));
  });
}
