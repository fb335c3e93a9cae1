import { Readable } from "node:stream";
import { productAuth } from "@product-auth/fastify";
import { bandwidthTests } from "@product-auth/testkit";
import Fastify from "fastify";

const JSON_BODY = Buffer.from(JSON.stringify({ text: "é".repeat(50_000) }));
const type = "application/json";
const ERROR = '{"statusCode":500,"error":"Internal Server Error","message":"known"}';

bandwidthTests(
  { describe, it, before, after },
  "fastify",
  async (instance) => {
    const app = Fastify();
    await app.register(productAuth(instance));
    const config = { productAuth: { product: "metered" } } as const;
    const on = { config };
    app.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
    app.get("/text", on, () => "grün");
    app.get("/json", on, () => ({ a: "ü" }));
    app.get("/buffer", on, (_request, reply) => reply.send(Buffer.alloc(100_000)));
    app.get("/stream", on, (_request, reply) =>
      reply.send(Readable.from([Buffer.alloc(70_000), Buffer.from("grün")])),
    );
    app.get("/hijacked", on, (_request, reply) => {
      reply.hijack();
      reply.raw.write("grün", "latin1");
      reply.raw.end("a");
    });
    app.get("/not-modified", on, (_request, reply) => reply.code(304).send());
    app.get("/empty", on, (_request, reply) => reply.code(204).send());
    app.get("/throws", on, () => {
      throw new Error("known");
    });
    app.post("/read", on, (request) => String((request.body as { text: string }).text.length));
    app.post("/unread", on, () => "ok");
    app.post("/echo", on, (request, reply) => reply.send(request.body as Readable));
    await app.ready();
    return (req, res) => app.routing(req, res);
  },
  [
    { target: "/text", bytes: 5 },
    { target: "/text", method: "HEAD", bytes: 0 },
    { target: "/json", bytes: 10 },
    { target: "/buffer", bytes: 100_000 },
    { target: "/stream", bytes: 70_005 },
    { target: "/hijacked", bytes: 5 },
    { target: "/not-modified", status: 304, bytes: 0 },
    { target: "/empty", status: 204, bytes: 0 },
    { target: "/throws", status: 500, bytes: ERROR.length },
    { target: "/read", method: "POST", body: JSON_BODY, type, bytes: JSON_BODY.length + 5 },
    { target: "/read", method: "POST", body: [JSON_BODY], type, bytes: JSON_BODY.length + 5 },
    {
      ...{ target: "/unread", method: "POST", body: Buffer.alloc(1_000), bytes: 1_002 },
      type: "application/octet-stream",
    },
    {
      ...{ target: "/echo", method: "POST", type: "application/octet-stream", bytes: 2 * 60_007 },
      body: [Buffer.alloc(60_000), Buffer.alloc(7)],
    },
  ],
);
