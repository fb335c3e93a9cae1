import { Readable } from "node:stream";
import { productAuth } from "@product-auth/koa";
import { bandwidthTests } from "@product-auth/testkit";
import type { Context } from "koa";
import { VERSIONS } from "./support/both-versions.js";

const answers: Readonly<Record<string, (ctx: Context) => unknown>> = {
  "/text": (ctx) => (ctx.body = "grün"),
  "/json": (ctx) => (ctx.body = { a: "ü" }),
  "/buffer": (ctx) => (ctx.body = Buffer.alloc(100_000)),
  "/stream": (ctx) => (ctx.body = Readable.from([Buffer.alloc(70_000), Buffer.from("grün")])),
  "/bypassed": (ctx) => {
    ctx.respond = false;
    ctx.res.statusCode = 200;
    ctx.res.write("grün", "latin1");
    ctx.res.end("a");
  },
  "/not-modified": (ctx) => {
    ctx.body = "ignored";
    ctx.status = 304;
  },
  "/empty": (ctx) => (ctx.status = 204),
  "/throws": () => {
    throw Object.assign(new Error("hidden"), { expose: false });
  },
  "/unread": (ctx) => (ctx.body = "ok"),
  "/read": async (ctx) => {
    let bytes = 0;
    for await (const chunk of ctx.req) bytes += (chunk as Buffer).length;
    ctx.body = String(bytes);
  },
  "/echo": (ctx) => (ctx.body = ctx.req),
};

for (const [version, Koa] of VERSIONS)
  bandwidthTests(
    { describe, it, before, after },
    `koa ${version}`,
    (instance) => {
      const app = new Koa();
      app.silent = true;
      app.use(productAuth(instance));
      app.use(async (ctx) => void (await answers[ctx.path]!(ctx as unknown as Context)));
      const listener = app.callback();
      return (req, res) => void listener(req, res);
    },
    [
      { target: "/text", bytes: 5 },
      { target: "/text", method: "HEAD", bytes: 0 },
      { target: "/json", bytes: 10 },
      { target: "/buffer", bytes: 100_000 },
      { target: "/stream", bytes: 70_005 },
      { target: "/bypassed", bytes: 5 },
      { target: "/not-modified", status: 304, bytes: 0 },
      { target: "/empty", status: 204, bytes: 0 },
      { target: "/throws", status: 500, bytes: "Internal Server Error".length },
      { target: "/unread", method: "POST", body: Buffer.alloc(1_000), bytes: 1_002 },
      { target: "/read", method: "POST", body: Buffer.alloc(90_000), bytes: 90_005 },
      { target: "/read", method: "POST", body: [Buffer.alloc(90_000), Buffer.alloc(1)], bytes: 90_006 },
      { target: "/echo", method: "POST", body: [Buffer.alloc(60_000), Buffer.alloc(7)], bytes: 2 * 60_007 },
    ],
  );
