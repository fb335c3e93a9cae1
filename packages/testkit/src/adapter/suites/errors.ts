import { expect } from "chai";
import type { SubscriptionStore } from "@product-auth/core";
import { KEY, tell, type Api, type StartApi } from "../support/api.js";
import { badToken, expectRefused, lacks, noKey, noToken, unavailable } from "../support/refused.js";
import type { Reply } from "../adapter-harness.js";
import type { Suite } from "../suite.js";

/** The framework's error handling, which says what it was given, and how often. */
function errorCounter(): { readonly caught: unknown[]; readonly handler: (error: unknown) => Reply } {
  const caught: unknown[] = [];
  return {
    caught,
    handler: (error) => {
      caught.push(error);
      return { status: 500, body: "caught" };
    },
  };
}

export function errors({ describe, it, before, afterEach, apiStarter, sharedEntra }: Suite): void {
  const tokenOf = async (client: string) => (await sharedEntra()).tokenFor({ client, product: "starter" });

  describe("error handling", () => {
    const start = apiStarter();

    describe("is not called for a refusal", () => {
      const { caught, handler } = errorCounter();
      let api: Api;

      before(async () => {
        const broken: SubscriptionStore = {
          findByKeyDigest: () => Promise.reject(new Error("no database")),
        };
        api = await start(
          (app, auth) => {
            app.get("/starter", auth.requireProduct("starter"), tell);
            app.get("/batch", auth.requireProduct("batch"), tell);
            app.onError = handler;
          },
          { subscriptions: broken },
        );
      });

      afterEach(() => expect(caught).to.deep.equal([]));

      it("401 without a credential", async () => {
        expectRefused(await api.get("/starter"), noToken);
        expectRefused(await api.get("/batch"), noKey);
      });
      it("401 with a bad one", async () =>
        expectRefused(await api.get("/starter").auth("rubbish", { type: "bearer" }), badToken));
      it("403 after keys had to be waited for", async () =>
        expectRefused(
          await api.get("/starter").auth(await tokenOf("stranger"), { type: "bearer" }),
          lacks("Product.Starter.All"),
        ));
      it("503", async () => expectRefused(await api.get("/batch").set(KEY, "batch-key"), unavailable));
    });

    describe("is called once for what a handler throws after its admission", () => {
      const thrown = new Error("a bug in the handler");

      async function throwing(): Promise<{ api: Api; caught: unknown[] }> {
        const { caught, handler } = errorCounter();
        const api = await start((app, auth) => {
          app.get("/", auth.requireProduct("starter"), () => {
            throw thrown;
          });
          app.onError = handler;
        });
        return { api, caught };
      }

      it("at the first request of a cold instance, which waits for keys", async () => {
        const { api, caught } = await throwing();
        expect(api.auth.health().issuers.map(({ keys }) => keys)).to.deep.equal([0, 0]);
        await api
          .get("/")
          .auth(await tokenOf("contoso"), { type: "bearer" })
          .expect(500, "caught");
        expect(caught).to.deep.equal([thrown]);
      });

      it("when nothing has to be waited for", async () => {
        const { api, caught } = await throwing();
        await api.auth.ready();
        await api
          .get("/")
          .auth(await tokenOf("contoso"), { type: "bearer" })
          .expect(500, "caught");
        expect(caught).to.deep.equal([thrown]);
      });
    });

    it("is called for what a handler rejects with", async () => {
      const rejection = new Error("rejected");
      const { caught, handler } = errorCounter();
      const api = await start((app, auth) => {
        app.get("/", auth.requireProduct("starter"), () => Promise.reject(rejection));
        app.onError = handler;
      });
      await api
        .get("/")
        .auth(await tokenOf("contoso"), { type: "bearer" })
        .expect(500, "caught");
      expect(caught).to.deep.equal([rejection]);
    });

    describe("is called once when the application's own `errors` function throws", () => {
      const thrown = new Error("a bug in errors()");
      const ask = async (api: Api) => api.get("/").auth(await tokenOf("stranger"), { type: "bearer" });

      async function unformatted(): Promise<{ api: Api; caught: unknown[] }> {
        const { caught, handler } = errorCounter();
        const routes: Parameters<StartApi>[0] = (app, auth) => {
          app.get("/", auth.requireProduct("starter"), tell);
          app.onError = handler;
        };
        const errors = () => {
          throw thrown;
        };
        return { api: await start(routes, { errors }), caught };
      }

      it("at the first request of a cold instance", async () => {
        const { api, caught } = await unformatted();
        expect((await ask(api)).status).to.equal(500);
        expect(caught).to.deep.equal([thrown]);
      });

      it("when nothing has to be waited for", async () => {
        const { api, caught } = await unformatted();
        await api.auth.ready();
        expect((await ask(api)).status).to.equal(500);
        expect(caught).to.deep.equal([thrown]);
      });
    });
  });
}
