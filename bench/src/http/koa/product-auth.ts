import { productAuth } from "@product-auth/koa";
import { optionsFor } from "../../peers/product-auth.js";
import type { HttpContender } from "../http-contender.js";
import { serveKoa } from "./koa-app.js";

/** One guard before the answer. */
export const ourKoa: HttpContender = {
  name: "product-auth",
  kind: "ours",
  async serve(world, cold) {
    const auth = productAuth(optionsFor(world));
    if (!cold) await auth.ready();
    return serveKoa(auth.requireProduct("starter") as never);
  },
};
