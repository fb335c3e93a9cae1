import { createServer, type Server } from "node:http";
import { accessOf, productAuth } from "@product-auth/express";
import {
  badKey,
  expectRefused,
  KEY,
  listening,
  noKey,
  optionsFor,
  stopped,
} from "@product-auth/testkit/adapter";
import request from "supertest";
import { sharedEntra } from "./support/express-api.js";

describe("a guard on node:http alone, as connect-like frameworks call it", () => {
  let server: Server;

  before(async () => {
    const guard = productAuth(optionsFor(await sharedEntra())).requireProduct("batch");
    server = await listening(
      createServer((req, res) => {
        const asIfExpress = res as Parameters<typeof guard>[1]; // a plain response has no `locals`
        guard(req, asIfExpress, () => res.end(accessOf(req).product));
      }),
    );
  });
  after(() => stopped(server));

  it("200 with a key", () => request(server).get("/").set(KEY, "batch-key").expect(200, "batch"));
  it("200 with a key in the query", () => request(server).get("/?subscription-key=batch-key").expect(200));
  it("401 without one", async () => expectRefused(await request(server).get("/"), noKey));
  it("401 with a wrong one", async () =>
    expectRefused(await request(server).get("/").set(KEY, "no"), badKey));
});
