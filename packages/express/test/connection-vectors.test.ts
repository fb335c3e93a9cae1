import { pathToFileURL } from "node:url";
import { productAuth } from "@product-auth/express";
import { connectionsOverHttp, connectionVectors } from "@product-auth/testkit";
import express5 from "express";
import express4 from "express4";
import type { ExpressFactory } from "./support/both-versions.js";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

const on = (express: ExpressFactory) =>
  connectionsOverHttp((options, rule, route) => {
    const auth = productAuth<string, string>(options);
    const app = express().set("trust proxy", "loopback");
    app.use(rule === undefined ? auth : auth.require(rule));
    app.use((req, res, next) => {
      route(req).then(({ status, body }) => res.status(status).type("text").send(body), next);
    });
    return { listener: app, close: () => auth.close() };
  });

const runner = { describe, it, before, after, beforeEach, afterEach };
connectionVectors(runner, "express 5", on(express5), folder);
// What differs between the versions is in the adapter's contract, so the vectors run on the other one with CONTRACT=full only.
if (process.env.CONTRACT === "full") connectionVectors(runner, "express 4", on(express4), folder);
