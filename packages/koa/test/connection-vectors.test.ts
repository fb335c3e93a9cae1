import { connectionVectors, connectionsOverHttp, vectorsFolder } from "@product-auth/testkit";
import koa3 from "koa";
import koa2 from "koa2";
import { guardedKoa } from "./support/guarded-application.js";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);
const runner = { describe, it, before, after, beforeEach, afterEach };
connectionVectors(runner, "koa 3", connectionsOverHttp(guardedKoa(koa3)), folder);
// What differs between the versions is in the adapter's contract, so the vectors run on the other one with CONTRACT=full only.
if (process.env.CONTRACT === "full")
  connectionVectors(runner, "koa 2", connectionsOverHttp(guardedKoa(koa2)), folder);
