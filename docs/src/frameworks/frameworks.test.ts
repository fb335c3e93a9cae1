import { createServer, type Server } from "node:http";
import { startEntra, type Entra } from "@product-auth/emulator";
import { productAuth as onExpress, type ProductAuthOptions } from "@product-auth/express";
import { productAuth as onFastify } from "@product-auth/fastify";
import { productAuth as onKoa } from "@product-auth/koa";
import { expect } from "chai";
import request, { type Response, type Test } from "supertest";
import * as expressApp from "./express.js";
import * as fastifyApp from "./fastify.js";
import * as koaApp from "./koa.js";
import { createServers } from "./one-instance.js";

type Options = ProductAuthOptions<"starter" | "pro">;
interface Api {
  readonly server: Server;
  readonly close: () => Promise<void>;
}

const frameworks: Record<string, (options: Options, log: (error: unknown) => void) => Promise<Api>> = {
  async Express(options, log) {
    const auth = onExpress(options);
    const app = expressApp.createApp(auth, log).set("env", "test"); // prints no stack traces
    return { server: createServer(app), close: () => auth.close() };
  },
  async Koa(options, log) {
    const auth = onKoa(options);
    const serve = koaApp.createApp(auth, log).callback();
    return { server: createServer((req, res) => void serve(req, res)), close: () => auth.close() };
  },
  async Fastify(options, log) {
    const app = await fastifyApp.createApp(onFastify(options), log);
    await app.ready();
    return { server: app.server, close: () => app.close() };
  },
};

describe("the same API in Express, Koa and Fastify", () => {
  let entra: Entra;
  let options: Options;
  before(async () => {
    entra = await startEntra({
      products: { starter: { roles: ["Product.Starter.All", "Orders.Admin"] }, pro: {} },
      clients: {
        contoso: { products: { starter: ["Product.Starter.All"], pro: ["Product.Pro.All"] } },
        admin: { products: ["starter"] },
        fabrikam: {},
      },
    });
    options = {
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: {
        starter: { displayName: "Starter", audience: entra.products["starter"]!.audience },
        pro: { displayName: "Pro", audience: entra.products["pro"]!.audience, accepts: ["token", "key"] },
      },
      subscriptions: [{ id: "contoso-pro", scope: "/products/pro", primaryKey: "0123456789abcdef" }],
      protectedResource: { resource: "https://api.contoso.example" },
    };
  });
  after(() => entra.close());

  const as = async (test: Test, client: string, product: string) =>
    test.auth(await entra.tokenFor({ client, product }), { type: "bearer" });

  for (const [name, start] of Object.entries(frameworks))
    describe(name, () => {
      const logged: unknown[] = [];
      let api: Api;
      before(async () => {
        api = await start(options, (error) => logged.push(error));
      });
      after(() => api.close());
      const get = (path: string) => request(api.server).get(path);

      it("is open where it says so, and nowhere else", async () => {
        await get("/health").expect(200, "ok");
        for (const path of ["/catalog", "/orders/7", "/reports/2026", "/broken", "/nowhere"])
          await get(path).expect(401);
        await get("/catalog")
          .set("ocp-apim-subscription-key", "0123456789abcdef")
          .expect(200, "for holders of any product");
      });

      it("a route for one product, which knows who was let in", async () => {
        const answer = await as(get("/orders/7"), "contoso", "starter");
        const contoso = entra.clients["contoso"]!.appId;
        expect([answer.status, answer.body]).to.deep.equal([
          200,
          { id: "7", product: "starter", for: contoso },
        ]);
        expect((await as(get("/orders/7"), "contoso", "pro")).status).to.equal(401);
        expect((await as(get("/orders/7"), "fabrikam", "starter")).status).to.equal(403);
      });

      it("guards in a row must all be satisfied", async () => {
        const remove = () => request(api.server).delete("/orders/7");
        expect((await as(remove(), "contoso", "starter")).status).to.equal(403);
        expect((await as(remove(), "admin", "starter")).body).to.deep.equal({
          by: entra.clients["admin"]!.appId,
        });
      });

      it("a router guarded whole", async () => {
        const answer = await as(get("/reports/2026"), "contoso", "pro");
        expect([answer.status, answer.body]).to.deep.equal([200, { year: "2026", for: "pro" }]);
        for (const path of ["/reports/2026", "/Reports/2026", "/reports//2026", "/%72eports/2026"])
          expect((await as(get(path), "contoso", "starter")).status, path).to.be.oneOf([401, 404]);
      });

      it("errors are those of handlers, refusals are none", async () => {
        logged.splice(0);
        await get("/broken").expect(401);
        expect((await as(get("/orders/7"), "fabrikam", "starter")).status).to.equal(403);
        expect(logged).to.deep.equal([]);
        expect((await as(get("/broken"), "contoso", "starter")).status).to.equal(500);
        expect(logged.map(String)).to.deep.equal(["Error: a bug"]);
      });

      it("a preflight is answered, and pages may read refusals", async () => {
        const preflight = await request(api.server).options("/orders/7").set({
          origin: "https://app.example",
          "access-control-request-method": "DELETE",
          "access-control-request-headers": "authorization",
        });
        expect(preflight.status).to.equal(204);
        expect(preflight.headers["access-control-allow-origin"]).to.equal("https://app.example");
        expect(preflight.headers["access-control-allow-methods"]).to.contain("DELETE");
        expect(preflight.headers["access-control-allow-headers"]).to.equal("authorization");
        const refused = await get("/orders/7").set("origin", "https://app.example").expect(401);
        expect(refused.headers["access-control-allow-origin"]).to.equal("https://app.example");
      });

      it("publishes its metadata, and challenges name it", async () => {
        const answer = await get("/.well-known/oauth-protected-resource").expect(200);
        expect(answer.body).to.include({ resource: "https://api.contoso.example" });
        const { headers } = await get("/orders/7").expect(401);
        expect(headers["www-authenticate"]).to.contain(
          'resource_metadata="https://api.contoso.example/.well-known/oauth-protected-resource"',
        );
      });
    });

  describe("all answer with the same bytes", () => {
    /** What each framework answered to the same requests, the port of its server left out. */
    async function answersTo(
      ask: (server: Server) => Promise<Response>[],
    ): Promise<Record<string, string[]>> {
      const answers: Record<string, string[]> = {};
      for (const [name, start] of Object.entries(frameworks)) {
        const api = await start(options, () => undefined);
        answers[name] = (await Promise.all(ask(api.server))).map(({ status, headers, text }) =>
          `${status} ${headers["content-type"]} ${headers["www-authenticate"]} ${text}`.replace(
            /:\d{4,5}\//,
            "/",
          ),
        );
        await api.close();
      }
      return answers;
    }

    it("where one guard stands, and where a credential is good for something else", async () => {
      const { Express, Koa, Fastify } = await answersTo((server) => [
        request(server).get("/catalog"),
        request(server).get("/catalog").auth("rubbish", { type: "bearer" }),
        request(server).get("/catalog").set("ocp-apim-subscription-key", "wrong"),
        as(request(server).get("/orders/7"), "fabrikam", "starter"),
        as(request(server).get("/orders/7"), "contoso", "pro"),
        request(server).get("/orders/7").set("ocp-apim-subscription-key", "0123456789abcdef"),
      ]);
      expect(Express).to.have.length(6);
      expect(Koa).to.deep.equal(Express);
      expect(Fastify).to.deep.equal(Express);
    });

    it("where a rule demands less than app.use(auth): callers learn nothing about the route", async () => {
      const { Express, Koa, Fastify } = await answersTo((server) => [request(server).get("/orders/7")]);
      expect(Express![0]).to.contain("Bearer").and.to.contain("AzureApiManagementKey");
      expect(Koa).to.deep.equal(Express);
      expect(Fastify).to.deep.equal(Express);
    });
  });

  it("one instance serves several servers", async () => {
    const { shared, orders, reports, catalog } = await createServers(options);
    await catalog.ready();
    entra.requests.clear();
    const serve = reports.callback();
    expect((await as(request(orders).get("/"), "contoso", "starter")).text).to.equal("orders");
    expect(
      (await as(request(createServer((req, res) => void serve(req, res))).get("/"), "contoso", "pro")).text,
    ).to.equal(`reports for ${entra.clients["contoso"]!.appId}`);
    expect((await as(request(catalog.server).get("/"), "contoso", "pro")).text).to.equal("catalog");
    expect(entra.requests.count("keys"), "fetches of keys").to.equal(1);
    await catalog.close();
    expect((await as(request(orders).get("/"), "contoso", "starter")).status).to.equal(200);
    await shared.close();
  });
});
