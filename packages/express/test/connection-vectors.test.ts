import { pathToFileURL } from "node:url";
import { productAuth } from "@product-auth/express";
import { connectionsOverHttp, connectionVectors } from "@product-auth/testkit";
import express from "express";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

const start = connectionsOverHttp((options, rule, route) => {
  const auth = productAuth<string, string>(options);
  const app = express().set("trust proxy", "loopback");
  app.use(rule === undefined ? auth : auth.require(rule));
  app.use(async (req, res) => {
    const { status, body } = await route(req);
    res.status(status).type("text").send(body);
  });
  return { listener: app, close: () => auth.close() };
});

connectionVectors({ describe, it, before, after, beforeEach, afterEach }, "express 5", start, folder);
