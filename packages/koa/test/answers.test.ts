import { expect } from "chai";
import { Readable } from "node:stream";
import type { ErrorFormat } from "@product-auth/core";
import { expectRefused, KEY, noToken, noTokenOrKey, rawRequest } from "@product-auth/testkit/adapter";
import type { Middleware } from "koa";
import { onBothVersions } from "./support/both-versions.js";
import { bearer, koaApis, tell } from "./support/koa-api.js";

onBothVersions("answers on the wire", (Koa) => {
  const start = koaApis(Koa);
  const guarded = (errors: ErrorFormat) => start((app, auth) => app.use(auth), { errors });

  it("a refusal has these fields and no other: Koa adds no charset and changes no length", async () => {
    const api = await start((app, auth) => app.use(auth));
    const { status, fields, text } = await rawRequest(api.port, "/");
    expect(status).to.equal(401);
    expect(fields.filter(([name]) => name !== "date")).to.deep.equal([
      ["content-type", "application/json"],
      ["cache-control", "no-store"],
      ["www-authenticate", "Bearer"],
      [
        "www-authenticate",
        `AzureApiManagementKey realm="https://127.0.0.1:${api.port}/",name="Ocp-Apim-Subscription-Key",type="header"`,
      ],
      ["content-length", String(Buffer.byteLength(text))],
      ["connection", "close"],
    ]);
    expect(text).to.equal(`{ "statusCode": 401, "message": "${noTokenOrKey.message}" }`);
  });

  for (const [contentType, body] of [
    ["text/plain", "nö"],
    ["text/html", "<p>no</p>"],
    ["application/vnd.example+json; profile=x", "{}"],
    ["text/plain", ""],
  ] as const)
    it(`a body of the application's own, ${contentType}, "${body}", is sent byte by byte`, async () => {
      const api = await guarded(() => ({ contentType, body }));
      const { status, headers, text } = await rawRequest(api.port, "/");
      expect(status).to.equal(401);
      expect(headers).to.include({
        "content-type": contentType,
        "content-length": String(Buffer.byteLength(body)),
      });
      expect(Buffer.from(text, "latin1").toString()).to.equal(body);
    });

  it('errors: "problem" is sent as application/problem+json', async () => {
    const answer = await (await guarded("problem")).get("/");
    expect(answer.headers["content-type"]).to.equal("application/problem+json");
    expect(JSON.parse(answer.text)).to.include({ title: "Unauthorized", status: 401 });
  });

  it("HEAD: the fields of GET and no body", async () => {
    const api = await start((app, auth) => app.use(auth));
    const fieldsOf = ({ headers }: { headers: Record<string, string> }) => ({ ...headers, date: "" });
    const [get, head] = [await api.get("/"), await api.send("head", "/")];
    expect(head.status).to.equal(401);
    expect(head.text ?? "").to.equal("");
    expect(fieldsOf(head)).to.deep.equal(fieldsOf(get));
  });

  it("a refusal takes the place of what stood there before: type, status, body, a stream", async () => {
    const prepared = new Readable({ read: () => undefined });
    const prepare: Middleware = (ctx, next) => {
      ctx.status = 207;
      ctx.type = "html";
      ctx.body = prepared;
      return next();
    };
    const api = await start((app, auth) => app.use(prepare).use(auth.requireProduct("starter")));
    expectRefused(await api.get("/"), noToken);
    expect(prepared.destroyed).to.equal(true);
  });

  it("a middleware before the guard sees the refusal when it comes back, and may add to it", async () => {
    const api = await start((app, auth) => {
      app.use(async (ctx, next) => {
        await next();
        ctx.set("x-seen", `${ctx.status} ${ctx.type}`);
      });
      app.use(auth);
    });
    const answer = await api.get("/");
    expectRefused(answer, noTokenOrKey);
    expect(answer.headers["x-seen"]).to.equal("401 application/json");
  });

  it("an admission leaves status, type and body to the handler", async () => {
    const api = await start((app, auth) => app.use(auth).use(tell));
    await api
      .get("/")
      .set(KEY, "pro-key")
      .expect(200, { product: "pro", credential: "key", subscription: "contoso-pro" })
      .expect("content-type", "application/json; charset=utf-8");
    const unanswered = await start((app, auth) => app.use(auth));
    await unanswered
      .get("/")
      .set("authorization", await bearer("starter"))
      .expect(404, "Not Found");
  });
});
