import cors from "@fastify/cors";
import { expect } from "chai";
import { expectRefused, KEY, rawRequest, noTokenOrKey } from "@product-auth/testkit/adapter";
import type { RouteHandlerMethod } from "fastify";
import { fastifyApis, type Api } from "./support/fastify-api.js";

describe("methods and kinds of routes", () => {
  const apis = fastifyApis();
  const handled: string[] = [];
  const handler: RouteHandlerMethod = ({ method }) => {
    handled.push(method);
    return "secret";
  };
  const starter = { config: { productAuth: { product: "starter" } } } as const;
  let api: Api;

  before(async () => {
    api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.get("/get", starter, handler);
      app.get("/get/unruled", handler);
      app.get("/get/alone", { ...starter, exposeHeadRoute: false }, handler);
      app.head("/head", starter, handler);
      app.all("/all", starter, handler);
      app.route({ method: ["GET", "POST", "OPTIONS"], url: "/list", ...starter, handler });
      app.options("/options", starter, handler);
      app.get("/files/*", starter, handler);
      app.get("/orders/:id(^\\d+$)", starter, handler);
      app.get("/versioned", { ...starter, constraints: { version: "2.0.0" } }, handler);
      app.get("/versioned", { config: { productAuth: "open" }, constraints: { version: "1.0.0" } }, handler);
      app.get("/hosted", { ...starter, constraints: { host: "api.example" } }, handler);
    });
  });
  beforeEach(() => void handled.splice(0));

  const paths = {
    get: ["/get", "/all", "/list", "/files/a/b", "/files/", "/orders/7"],
    head: ["/get", "/head", "/all", "/list", "/files/a", "/orders/7"],
    post: ["/all", "/list"],
    put: ["/all"],
    delete: ["/all"],
    options: ["/all", "/list", "/options"],
  } as const;

  for (const [method, all] of Object.entries(paths) as [keyof typeof paths, readonly string[]][])
    for (const path of all)
      it(`${method} ${path}`, async () => {
        const refused = await api.send(method, path);
        if (method === "head") {
          expect(refused.headers)
            .to.have.property("www-authenticate")
            .that.matches(/^Bearer, AzureApi/);
          expect([refused.status, refused.text ?? ""]).to.deep.equal([401, ""]);
        } else expectRefused(refused, noTokenOrKey);
        expect(handled).to.deep.equal([]);
        await api
          .send(method, path)
          .set(await apis.bearer("starter"))
          .expect(200);
        expect(handled).to.deep.equal([method.toUpperCase()]);
      });

  it("HEAD says how long the refusal is, as GET does", async () => {
    const [head, get] = [await api.send("head", "/get"), await api.get("/get")];
    expect(head.headers["content-length"]).to.equal(get.headers["content-length"]);
    expect(head.headers["content-type"]).to.equal(get.headers["content-type"]);
  });

  it("HEAD where it is not exposed, and methods that a path does not have, need a credential", async () => {
    expect((await api.send("head", "/get/alone")).status).to.equal(401);
    expect((await api.send("head", "/get/unruled")).status).to.equal(401);
    expectRefused(await api.send("options", "/get"), noTokenOrKey);
    expectRefused(await api.send("delete", "/list"), noTokenOrKey);
    await api.send("delete", "/list").set(KEY, "pro-key").expect(404);
    expect(handled).to.deep.equal([]);
  });

  it("constraints: every variant has its own rule", async () => {
    await api.get("/versioned").set("accept-version", "1.x").expect(200, "secret");
    expectRefused(await api.get("/versioned").set("accept-version", "2.x"), noTokenOrKey);
    expectRefused(await api.get("/versioned").set("accept-version", "3.x"), noTokenOrKey);
    expectRefused(await api.get("/versioned"), noTokenOrKey);
    expect((await api.get("/hosted").set("host", "api.example")).status).to.equal(401);
    const token = (await apis.bearer("starter")).authorization;
    await api.get("/hosted").set({ host: "api.example", authorization: token }).expect(200);
  });

  it("a path that nobody can read is refused before any hook, and no handler runs", async () => {
    expect((await rawRequest(api.port, "/files/%")).status).to.equal(400);
    expect(handled).to.deep.equal([]);
  });

  describe("OPTIONS beside @fastify/cors", () => {
    const preflight = { origin: "https://app.example", "access-control-request-method": "POST" };

    it("a preflight is answered before the guard when cors is registered first", async () => {
      const one = await apis.start(async (app, auth) => {
        await app.register(cors, { origin: "https://app.example" });
        await app.register(auth);
        app.post("/orders", starter, handler);
        app.options("/own", starter, handler);
      });
      for (const path of ["/orders", "/own", "/nowhere"]) {
        const answer = await one.send("options", path).set(preflight).expect(204);
        expect(answer.headers).to.include({ "access-control-allow-origin": "https://app.example" });
      }
      const refused = await one.send("post", "/orders").set("origin", "https://app.example");
      expectRefused(refused, noTokenOrKey);
      expect(refused.headers, "so that the browser shows the refusal").to.include({
        "access-control-allow-origin": "https://app.example",
      });
      expect([handled, one.events.length]).to.deep.equal([[], 1]);
    });

    it("one that cors lets pass, for its origin, is refused like everything else", async () => {
      const one = await apis.start(async (app, auth) => {
        await app.register(cors, { origin: (_origin, allow) => allow(null, false) });
        await app.register(auth);
        app.post("/orders", starter, handler);
        app.options("/own", starter, handler);
      });
      expectRefused(await one.send("options", "/orders").set(preflight), noTokenOrKey);
      expectRefused(await one.send("options", "/own").set(preflight), noTokenOrKey);
      expect(handled).to.deep.equal([]);
    });

    it("registered after the plugin, cors answers nothing without a credential", async () => {
      const one = await apis.start(async (app, auth) => {
        await app.register(auth);
        await app.register(cors);
        app.post("/orders", starter, handler);
      });
      expect((await one.send("options", "/orders").set(preflight)).status).to.equal(401);
      expect(handled).to.deep.equal([]);
    });
  });
});
