import { createServer } from "node:http";
import express from "express";
import { productAuth } from "@product-auth/express";
import { optionsFor } from "../../peers/product-auth.js";
import { ORDERS, type HttpContender } from "../http-contender.js";
import { serveExpress } from "./express-app.js";

/** One guard on the route. */
export const ourExpressGuard: HttpContender = {
  name: "product-auth",
  kind: "ours",
  async serve(world, cold) {
    const auth = productAuth(optionsFor(world));
    if (!cold) await auth.ready();
    return serveExpress(auth.requireProduct("starter") as never);
  },
};

/** As in the README: everything guarded, and a guard on the route. */
export const ourExpressTwice: HttpContender = {
  name: "product-auth, app.use and guard",
  kind: "ours",
  async serve(world, cold) {
    const auth = productAuth(optionsFor(world));
    if (!cold) await auth.ready();
    const app = express();
    app.use(auth);
    app.get("/orders", auth.requireProduct("starter"), (_req, res) => void res.json(ORDERS));
    return createServer(app as never);
  },
};
