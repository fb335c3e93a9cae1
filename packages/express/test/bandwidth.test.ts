import { Readable } from "node:stream";
import { productAuth } from "@product-auth/express";
import { bandwidthTests } from "@product-auth/testkit";
import type { ErrorRequestHandler } from "express";
import { VERSIONS } from "./support/both-versions.js";

const JSON_BODY = Buffer.from(JSON.stringify({ text: "é".repeat(50_000) }));
const type = "application/json";

for (const [version, express] of VERSIONS)
  bandwidthTests(
    { describe, it, before, after },
    `express ${version}`,
    (instance) => {
      const auth = productAuth(instance);
      const app = express();
      app.use("/parsed", express.json({ limit: "1mb" }));
      app.use(auth);
      app.get("/text", (_req, res) => void res.send("grün"));
      app.get("/json", (_req, res) => void res.json({ a: "ü" }));
      app.get("/buffer", (_req, res) => void res.send(Buffer.alloc(100_000)));
      app.get("/stream", (_req, res) => void Readable.from([Buffer.alloc(70_000), "grün"]).pipe(res));
      app.get("/chunks", (_req, res) => {
        res.write("a", () => undefined);
        res.write("grün", "latin1");
        setTimeout(() => res.end(Buffer.alloc(9).toString("hex"), "hex"), 5);
      });
      app.get("/not-modified", (_req, res) => void res.status(304).send("ignored"));
      app.get("/empty", (_req, res) => void res.status(204).send("ignored"));
      app.get("/throws", () => {
        throw Object.assign(new Error("x"), { status: 500, expose: false, stack: "x" });
      });
      app.post("/unread", (_req, res) => void res.send("ok"));
      app.post("/parsed", (req, res) => void res.send(String((req.body as { text: string }).text.length)));
      app.post(
        "/read",
        express.json({ limit: "1mb" }),
        (req, res) => void res.send(String((req.body as { text: string }).text.length)),
      );
      app.post("/echo", (req, res) => void req.pipe(res));
      const onError: ErrorRequestHandler = (_error, _req, res, next) =>
        res.headersSent ? next() : void res.status(500).send("an error");
      app.use(onError);
      return app;
    },
    [
      { target: "/text", bytes: 5 },
      { target: "/text", method: "HEAD", bytes: 0 },
      { target: "/json", bytes: 10 },
      { target: "/buffer", bytes: 100_000 },
      { target: "/stream", bytes: 70_005 },
      { target: "/chunks", bytes: 14 },
      { target: "/not-modified", status: 304, bytes: 0 },
      { target: "/empty", status: 204, bytes: 0 },
      { target: "/throws", status: 500, bytes: 8 },
      { target: "/unread", method: "POST", body: Buffer.alloc(1_000), bytes: 1_002 },
      { target: "/parsed", method: "POST", body: JSON_BODY, type, bytes: JSON_BODY.length + 5 },
      // A body parser before the guard has read it, and its length is unknown.
      { target: "/parsed", method: "POST", body: [JSON_BODY], type, bytes: 5 },
      { target: "/read", method: "POST", body: JSON_BODY, type, bytes: JSON_BODY.length + 5 },
      { target: "/read", method: "POST", body: [JSON_BODY], type, bytes: JSON_BODY.length + 5 },
      { target: "/echo", method: "POST", body: [Buffer.alloc(60_000), Buffer.alloc(7)], bytes: 2 * 60_007 },
    ],
  );
