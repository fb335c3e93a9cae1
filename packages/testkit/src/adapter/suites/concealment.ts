import { expect } from "chai";
import type { Response } from "supertest";
import { KEY, tell, type Api } from "../support/api.js";
import { expectRefused, noTokenOrKey } from "../support/refused.js";
import type { Suite } from "../suite.js";

/** All that a caller sees of an answer but its date. */
function seen({ status, headers, text }: Response): unknown {
  const { date: _, ...fields } = headers as Record<string, string>;
  return { status, fields, text };
}

/** Behind `app.use(auth)` a caller without a good credential cannot tell which paths exist. */
export function concealment({ describe, it, before, apiStarter }: Suite): void {
  describe("routes behind app.use(auth), to callers without a good credential", () => {
    const start = apiStarter();
    let api: Api;
    before(async () => {
      api = await start((app, auth) => {
        app.use(auth);
        app.get("/any", tell);
        app.get("/starter", auth.requireProduct("starter"), tell);
        app.get("/batch", auth.requireProduct("batch"), tell);
        app.get("/role", auth.requireRole("Orders.Admin"), tell);
        app.get("/both", auth.require({ product: "pro", all: true }), tell);
        app.mount("/inner", auth.requireProduct("pro"), (inner) =>
          inner.get("/keys", auth.require({ product: "pro", accepts: ["key"] }), tell),
        );
      });
    });

    const credentials: readonly [what: string, headers: Record<string, string>, query?: string][] = [
      ["none", {}],
      ["another scheme", { authorization: "Basic dTpw" }],
      ["a bad token", { authorization: "Bearer x.y.z" }],
      ["an empty token", { authorization: "Bearer " }],
      ["a bad key", { [KEY]: "wrong-key" }],
      ["a bad key in the query", {}, "?subscription-key=wrong-key"],
      ["a suspended key", { [KEY]: "suspended-key" }],
      ["a bad token and a bad key", { authorization: "Bearer x.y.z", [KEY]: "wrong-key" }],
      ["a bad token and a good key", { authorization: "Bearer x.y.z", [KEY]: "pro-key" }],
    ];
    for (const [what, headers, query = ""] of credentials)
      it(`answer as a path that does not exist: ${what}`, async () => {
        const host = { host: "api.example" };
        const ask = (path: string) => api.get(path + query).set({ ...host, ...headers });
        const nowhere = seen(await ask("/nowhere"));
        expect(nowhere).to.include({ status: 401 });
        for (const path of ["/any", "/starter", "/batch", "/role", "/both", "/inner/keys", "/inner/nowhere"])
          expect(seen(await ask(path)), path).to.deep.equal(nowhere);
      });
    it("and the answer names every kind of credential that some product takes", async () =>
      expectRefused(await api.get("/starter"), noTokenOrKey));
    it("while a good one is told what the route needs", async () => {
      const token = await api.entra.tokenFor({ client: "contoso", product: "starter" });
      const answer = await api.get("/role").auth(token, { type: "bearer" });
      expect(answer.status).to.equal(403);
      expect((answer.headers as Record<string, string>)["www-authenticate"]).to.contain("Orders.Admin");
    });
  });
}
