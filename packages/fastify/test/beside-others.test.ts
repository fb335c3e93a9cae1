import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import { expect } from "chai";
import { connect, type IncomingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import { productAuth } from "@product-auth/fastify";
import { badKeyOrToken, expectRefused, KEY, noTokenOrKey, optionsFor } from "@product-auth/testkit/adapter";
import fastify from "fastify";
import { fastifyApis, tell } from "./support/fastify-api.js";

describe("beside others", () => {
  const apis = fastifyApis();
  const starter = { config: { productAuth: { product: "starter" } } } as const;
  const keyed = { config: { productAuth: { product: "pro", accepts: ["key"] } } } as const;

  it("@fastify/helmet, registered first: refusals carry its headers", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(helmet);
      await app.register(auth);
      app.get("/orders", starter, tell);
    });
    const refused = await api.get("/orders");
    expectRefused(refused, noTokenOrKey);
    expect(refused.headers).to.include({ "x-content-type-options": "nosniff" });
  });

  it("@fastify/swagger: it describes the routes, and its own need a credential", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(swagger, { openapi: { info: { title: "Orders", version: "1" } } });
      await app.register(auth);
      app.get("/orders", { ...starter, schema: { summary: "Orders" } }, tell);
      app.get("/openapi.json", () => app.swagger());
    });
    expectRefused(await api.get("/openapi.json"), noTokenOrKey);
    const answer = await api.get("/openapi.json").set(KEY, "pro-key").expect(200);
    expect(answer.body).to.have.nested.property("paths./orders.get.summary", "Orders");
    expectRefused(await api.get("/orders"), noTokenOrKey);
  });

  it("what an application says to caches before the guard holds", async () => {
    const api = await apis.start(async (app, auth) => {
      app.addHook("onRequest", async (_request, reply) => void reply.header("cache-control", "no-store"));
      await app.register(auth);
      app.get("/keyed", keyed, tell);
    });
    const admitted = await api.get("/keyed").set(KEY, "pro-key").expect(200);
    expect(admitted.headers).to.include({ "cache-control": "no-store" });
  });

  it("rewriteUrl: credentials and events are of the target that the client sent", async () => {
    const api = await apis.start(
      async (app, auth) => {
        await app.register(auth);
        app.get("/orders/:id", keyed, ({ params, url }) => ({ params, url }));
      },
      { server: { rewriteUrl: ({ url = "/" }) => url.replace(/^\/shop(\/[^?]*).*/, "$1") } },
    );
    await api
      .get("/shop/orders/7?subscription-key=pro-key")
      .expect(200, { params: { id: "7" }, url: "/orders/7" });
    expectRefused(await api.get("/shop/orders/7?subscription-key=wrong"), badKeyOrToken);
    expect(api.events.at(-1)).to.include({ path: "/shop/orders/7", code: "key_unknown" });
  });

  it("app.inject(): no server is needed to test an application", async () => {
    const app = fastify();
    const auth = productAuth(optionsFor(apis.entra));
    await app.register(auth);
    app.get("/orders", starter, tell);
    app.get("/keyed", keyed, tell);
    const refused = await app.inject("/orders");
    expect([
      refused.statusCode,
      refused.headers["content-type"],
      refused.headers["www-authenticate"],
    ]).to.deep.equal([
      401,
      "application/json",
      [
        "Bearer",
        'AzureApiManagementKey realm="https://localhost:80/",name="Ocp-Apim-Subscription-Key",type="header"',
      ],
    ]);
    const headers = await apis.bearer("starter");
    expect((await app.inject({ url: "/orders", headers })).json()).to.include({ product: "starter" });
    expect((await app.inject("/keyed?subscription-key=pro-key")).statusCode).to.equal(200);
    expect((await app.inject({ url: "/keyed", headers: { [KEY]: "wrong" } })).statusCode).to.equal(401);
    expect((await app.inject("/nowhere")).statusCode).to.equal(401);
    await app.close();
  });

  it("HTTP/2", async () => {
    const app = fastify({ http2: true });
    const auth = productAuth(optionsFor(apis.entra));
    await app.register(auth);
    app.get("/orders", starter, ({ productAuth: { product, credential } }) => ({ product, credential }));
    app.get("/keyed", keyed, () => "");
    await app.listen({ port: 0, host: "127.0.0.1" });
    const session = connect(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
    const get = (path: string, headers: Record<string, string | string[]> = {}) =>
      new Promise<{ status: unknown; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
        const stream = session.request({ ":path": path, ...headers });
        let text = "";
        stream.setEncoding("utf8").on("data", (part: string) => (text += part));
        stream.on("response", (got) =>
          stream.on("end", () => resolve({ status: got[":status"], headers: got, text })),
        );
        stream.on("error", reject);
      });
    try {
      const refused = await get("/orders");
      expect([
        refused.status,
        refused.headers["content-type"],
        refused.headers["www-authenticate"]?.split(" ")[0],
      ]).to.deep.equal([401, "application/json", "Bearer,"]);
      const { authorization } = await apis.bearer("starter");
      const admitted = await get("/orders", { authorization });
      expect([admitted.status, JSON.parse(admitted.text)]).to.deep.equal([
        200,
        { product: "starter", credential: "token" },
      ]);
      expect((await get("/keyed?subscription-key=pro-key")).status).to.equal(200);
      expect((await get("/keyed", { [KEY]: ["pro-key", "pro-key"] })).status).to.equal(401);
      expect((await get("/nowhere")).status).to.equal(401);
    } finally {
      session.destroy();
      await app.close();
    }
  });
});

describe("protected-resource metadata (RFC 9728)", () => {
  const apis = fastifyApis();
  const options = { protectedResource: { resource: "https://api.example/v1" } };
  const path = "/.well-known/oauth-protected-resource/v1";

  it("is answered before the plugin of the same scope", async () => {
    const api = await apis.start(
      async (app, auth) => {
        app.addHook("onRequest", auth.protectedResourceMetadata());
        await app.register(auth);
        app.get("/v1/orders", tell);
      },
      { options },
    );
    const answer = await api.get(path).expect(200).expect("content-type", "application/json");
    expect(answer.body).to.include({ resource: "https://api.example/v1" });
    expect((await api.send("head", path)).headers["content-length"]).to.equal(
      answer.headers["content-length"],
    );
    expect((await api.get("/v1/orders")).status).to.equal(401);
    expect((await api.send("post", path)).status).to.equal(401);
    expect((await api.get("/.well-known/other")).status).to.equal(401);
    expect(api.events, "no decision about the metadata").to.have.length(3);
  });

  it("is answered around a guarded scope", async () => {
    const api = await apis.start(
      async (app, auth) => {
        app.addHook("onRequest", auth.protectedResourceMetadata());
        await app.register(
          async (v1) => {
            await v1.register(auth);
          },
          { prefix: "/v1" },
        );
      },
      { options },
    );
    await api.get(path).expect(200);
    await api.get("/.well-known/other").expect(404);
  });
});
