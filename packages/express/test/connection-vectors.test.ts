import { connectionVectors, connectionsOverHttp, vectorsFolder } from "@product-auth/testkit";
import express5 from "express";
import express4 from "express4";
import { guardedExpress } from "./support/guarded-application.js";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);
const runner = { describe, it, before, after, beforeEach, afterEach };
connectionVectors(runner, "express 5", connectionsOverHttp(guardedExpress(express5)), folder);
// What differs between the versions is in the adapter's contract, so the vectors run on the other one with CONTRACT=full only.
if (process.env.CONTRACT === "full")
  connectionVectors(runner, "express 4", connectionsOverHttp(guardedExpress(express4)), folder);
