import { expect } from "chai";
import { KEY, tell, type Api } from "../support/api.js";
import { rawRequest } from "../support/raw-request.js";
import { badKeyOrToken, expectRefused, noToken, noTokenOrKey } from "../support/refused.js";
import type { Suite } from "../suite.js";

export function routing({ describe, it, before, apiStarter }: Suite): void {
  describe("mounted routers and applications", () => {
    const start = apiStarter();
    let api: Api;

    before(async () => {
      api = await start((app, auth) => {
        app.mount("/v1", (inner) =>
          inner.mount("/orders", (orders) =>
            orders.get("/:id", auth.requireProduct("pro"), ({ params }) => ({
              body: { id: params["id"] },
            })),
          ),
        );
      });
    });

    it("find the key in the query that the client sent", () =>
      api.get("/v1/orders/7?subscription-key=pro-key&page=2").expect(200, { id: "7" }));

    it("refuse with the path that the client sent in the event, without the query", async () => {
      expectRefused(await api.get("/v1/orders/7?subscription-key=wrong"), badKeyOrToken);
      expect(api.events.at(-1)).to.include({ method: "GET", path: "/v1/orders/7", code: "key_unknown" });
    });

    it("refuse without a credential", async () => expectRefused(await api.get("/v1/orders/7"), noTokenOrKey));

    it("are guarded whole when the guard stands before them", async () => {
      const other = await start((app, auth) => {
        app.mount("/v1", auth.requireProduct("starter"), (inner) => inner.all("/deep/er", tell));
        app.get("/beside", tell);
      });
      expectRefused(await other.get("/v1/deep/er"), noToken);
      await other.get("/beside").expect(200);
    });
  });

  describe("spellings of a path", () => {
    const start = apiStarter();
    let api: Api;

    before(async () => {
      api = await start((app, auth) => {
        app.mount("/admin", auth.require({ accepts: ["key"] }), (admin) =>
          admin.get("/orders", () => ({ body: "secret" })),
        );
        app.get("/orders", auth.require({ accepts: ["key"] }), () => ({ body: "secret" }));
      });
    });

    for (const target of [
      "/orders",
      "/orders/",
      "/ORDERS",
      "/%6Frders",
      "//orders",
      "/./orders",
      "/x/../orders",
      "/orders?x=/orders",
      "/orders;x=1",
      "/orders%2F",
      "http://other.example/orders",
      "/admin/orders",
      "/%61dmin/orders",
      "/admin%2Forders",
      "//admin/orders",
      "/x/../admin/orders",
      "/ADMIN/orders/",
      "/admin//orders",
    ]) {
      it(`no credential, no secret: ${target}`, async () => {
        const { status, text } = await rawRequest(api.port, target);
        expect([401, 404]).to.include(status);
        expect(text).not.to.contain("secret");
      });
    }

    it("a key opens both", async () => {
      for (const target of ["/orders", "/admin/orders"])
        expect((await rawRequest(api.port, target, `${KEY}: pro-key`)).text).to.contain("secret");
    });
  });
}
