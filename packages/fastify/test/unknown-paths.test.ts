import { expect } from "chai";
import { expectRefused, KEY, noToken, noTokenOrKey, rawRequest } from "@product-auth/testkit/adapter";
import type { FastifyInstance } from "fastify";
import { fastifyApis, tell, type Api } from "./support/fastify-api.js";

// Otherwise whoever has no credential could tell the paths that exist from those that do not.
describe("a path that does not exist needs a credential for some product, as one that does", () => {
  const apis = fastifyApis();
  const good = { [KEY]: "pro-key" };

  it("in an application that is guarded whole", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.get("/orders", tell);
    });
    for (const path of ["/nowhere", "/orders/", "/", "/nowhere?subscription-key=wrong"])
      expect((await api.get(path)).status).to.equal(401);
    for (const method of ["post", "put", "delete", "options", "head"] as const)
      expect((await api.send(method, "/orders/7")).status, method).to.equal(401);
    expectRefused(await api.get("/nowhere"), noTokenOrKey);
    await api.get("/nowhere").set(good).expect(404);
    expect(api.events.at(-1)).to.include({ outcome: "admit", path: "/nowhere" });
  });

  it("with a handler of the application's own for them", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.setNotFoundHandler((_request, reply) => reply.code(404).send("own"));
      app.get("/gone", (_request, reply) => reply.callNotFound());
    });
    expectRefused(await api.get("/nowhere"), noTokenOrKey);
    await api.get("/nowhere").set(good).expect(404, "own");
    expectRefused(await api.get("/gone"), noTokenOrKey);
    await api.get("/gone").set(good).expect(404, "own");
  });

  describe("whatever the rule in a route's config", () => {
    const rules = {
      starter: { product: "starter" },
      batch: { product: "batch" },
      role: { roles: ["Orders.Admin"] },
      scope: { scopes: ["Orders.Read"] },
      both: { product: "pro", all: true },
    } as const;
    const bad: readonly Record<string, string>[] = [
      {},
      { authorization: "Basic dTpw" },
      { authorization: "Bearer x.y.z" },
      { [KEY]: "wrong-key" },
      { [KEY]: "suspended-key" },
      { authorization: "Bearer x.y.z", [KEY]: "wrong-key" },
    ];
    for (const prefix of ["", "/v1"])
      it(`${prefix === "" ? "in the whole application" : "below a prefix"}, a bad credential learns nothing`, async () => {
        const api = await apis.start(async (app, auth) => {
          const declare = async (scope: FastifyInstance) => {
            await scope.register(auth);
            for (const [name, rule] of Object.entries(rules))
              scope.get(`/${name}`, { config: { productAuth: rule } }, tell);
          };
          if (prefix === "") await declare(app);
          else await app.register(declare, { prefix });
        });
        for (const headers of bad) {
          const ask = async (name: string) => {
            const {
              status,
              headers: given,
              text,
            } = await api.get(`${prefix}/${name}`).set({ host: "a", ...headers });
            return { status, text, given: { ...(given as object), date: "" } };
          };
          const nowhere = await ask("nowhere");
          expect(nowhere.status).to.equal(401);
          for (const name of Object.keys(rules)) expect(await ask(name), name).to.deep.equal(nowhere);
        }
        expect(api.events.filter(({ path }) => path === `${prefix}/starter`)).to.have.length(bad.length);
      });
    it("and a store that answers later: the same, and 503 alike while it is down", async () => {
      let down = false;
      const findByKeyDigest = () => (down ? Promise.reject(new Error("down")) : Promise.resolve(undefined));
      const api = await apis.start(
        async (app, auth) => {
          await app.register(auth);
          app.get("/starter", { config: { productAuth: { product: "starter" } } }, tell);
        },
        { options: { subscriptions: { findByKeyDigest }, subscriptionCache: { ttl: 0 } } },
      );
      for (const status of [401, 503]) {
        for (const path of ["/starter", "/nowhere"])
          expect((await api.get(path).set(KEY, "wrong-key")).status, path).to.equal(status);
        down = true;
      }
    });
    it("a scope without a prefix answers no unknown paths: its routes say what they demand", async () => {
      const api = await apis.start((app, auth) =>
        app.register(async (scope) => {
          await scope.register(auth);
          scope.get("/starter", { config: { productAuth: rules.starter } }, tell);
        }),
      );
      expectRefused(await api.get("/starter"), noToken);
      await api.get("/nowhere").expect(404);
    });
  });

  describe("below the prefix of a guarded scope", () => {
    let api: Api;
    before(async () => {
      api = await apis.start(async (app, auth) => {
        app.get("/health", tell);
        app.setNotFoundHandler((_request, reply) => reply.code(404).send("nothing here"));
        for (const prefix of ["/v1", "/tenants/:tenant/v1"])
          await app.register(
            async (scope) => {
              await scope.register(auth);
              scope.get("/orders", tell);
            },
            { prefix },
          );
      });
    });

    for (const path of [
      ...["/v1", "/v1/", "/v1/nowhere", "/v1/orders/7", "/v1?a=b", "/V1/nowhere", "/%76%31/nowhere"],
      ...["//v1/nowhere", "/v1//nowhere", "http://other.example/v1/nowhere", "/v1%2Fnowhere"],
      ...["/tenants/contoso/v1/nowhere", "/tenants/a%20b/v1"],
    ])
      it(`401 ${path}`, async () => {
        expect((await rawRequest(api.port, path)).status).to.equal(401);
        const known = await rawRequest(api.port, path, `${KEY}: pro-key`);
        expect([known.status, known.text]).to.deep.equal([404, "nothing here"]);
      });

    for (const path of [
      "/",
      "/nowhere",
      "/v10",
      "/v1x/nowhere",
      "/x/v1/nowhere",
      "/tenants/contoso",
      "/?/v1",
    ])
      it(`404 ${path}: not below it`, async () =>
        expect((await rawRequest(api.port, path)).status).to.equal(404));

    it("leaves those that do exist to rules of their own", async () => {
      const mixed = await apis.start(async (app, auth) => {
        await app.register(
          async (scope) => {
            await scope.register(auth);
            scope.get("/open", { config: { productAuth: "open" } }, tell);
          },
          { prefix: "/v1" },
        );
        await app.register(async (beside) => beside.get("/public", tell), { prefix: "/v1" });
      });
      await mixed.get("/v1/open").expect(200, {});
      await mixed.get("/v1/public").expect(200, {});
      expectRefused(await mixed.get("/v1/nowhere"), noTokenOrKey);
    });

    it("with a handler for them in that scope: one decision", async () => {
      const own = await apis.start(async (app, auth) => {
        await app.register(
          async (scope) => {
            await scope.register(auth);
            scope.setNotFoundHandler((request, reply) => reply.code(404).send(request.productAuth?.product));
          },
          { prefix: "/v1" },
        );
      });
      expectRefused(await own.get("/v1/nowhere"), noTokenOrKey);
      own.events.splice(0);
      await own.get("/v1/nowhere").set(good).expect(404, "pro");
      expect(own.events).to.have.length(1);
    });
  });
});
