import { connectionVectors, connectionsOverHttp, vectorsFolder } from "@product-auth/testkit";
import { guardedFastify } from "./support/guarded-application.js";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);
const runner = { describe, it, before, after, beforeEach, afterEach };
connectionVectors(runner, "fastify 5", connectionsOverHttp(guardedFastify), folder);
