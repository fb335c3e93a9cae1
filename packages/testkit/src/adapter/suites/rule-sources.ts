import { expect } from "chai";
import { tell, type Api } from "../support/api.js";
import { badToken, expectRefused, noToken, noTokenOrKey } from "../support/refused.js";
import type { Suite } from "../suite.js";

/** A download link or an EventSource, which send no header field, in an API whose other tokens stand in one. */
export function ruleSources({ describe, it, before, apiStarter }: Suite): void {
  describe("a rule with its own place of the token", () => {
    const start = apiStarter();
    let api: Api;
    let token: string;
    before(async () => {
      api = await start((app, auth) => {
        const inQuery = auth.require({ product: "starter", tokenSource: { query: "access_token" } });
        const inCookie = auth.require({ product: "starter", tokenSource: { cookie: "token" } });
        app.get("/events", inQuery, tell);
        app.all("/page", inCookie, tell);
        app.get("/both", inQuery, auth.requireProduct("starter"), tell);
        app.use(auth);
        app.get("/orders", auth.requireProduct("starter"), tell);
        app.get("/late", inQuery, tell);
      });
      token = await api.entra.tokenFor({ client: "contoso", product: "starter" });
    });
    const bearer = (path: string) => api.get(path).auth(token, { type: "bearer" });

    it("200 with the token there, and the response is private", async () => {
      const answer = await api.get(`/events?access_token=${token}`);
      expect(answer.status).to.equal(200);
      expect(answer.body).to.include({ product: "starter", credential: "token" });
      expect((answer.headers as Record<string, string>)["cache-control"]).to.equal("private");
    });
    it("401 with the token in Authorization: nothing else is looked at", async () =>
      expectRefused(await bearer("/events"), noToken));
    it("401 with a bad token there, which a good one in Authorization does not rescue", async () =>
      expectRefused(await bearer("/events?access_token=rubbish"), badToken));
    it("every other route looks at Authorization only", async () => {
      expect((await bearer("/orders")).status).to.equal(200);
      expect((await bearer("/orders?access_token=rubbish")).status).to.equal(200);
      expectRefused(await api.get(`/orders?access_token=${token}`), noTokenOrKey);
    });
    it("behind app.use(auth), both places must hold a good token", async () => {
      expectRefused(await api.get(`/late?access_token=${token}`), noTokenOrKey);
      expectRefused(await bearer("/late"), noToken);
      expect((await bearer(`/late?access_token=${token}`)).status).to.equal(200);
    });
    it("two guards with two places: each looks at its own", async () => {
      expectRefused(await api.get(`/both?access_token=${token}`), noToken);
      expectRefused(await bearer("/both"), noToken);
      expect((await bearer(`/both?access_token=${token}`)).status).to.equal(200);
    });
    it("a cookie: 200, and 403 for a page that may not act for the user", async () => {
      expect((await api.get("/page").set("cookie", `token=${token}`)).status).to.equal(200);
      expect((await api.post("/page").set("cookie", `token=${token}`)).status).to.equal(403);
      const own = api.post("/page").set("cookie", `token=${token}`).set("sec-fetch-site", "same-origin");
      expect((await own).status).to.equal(200);
    });
  });
}
