import type { HttpContender } from "../http-contender.js";
import { serveExpress } from "./express-app.js";

/** Nothing. */
export const bareExpress: HttpContender = { name: "bare", kind: "bare", serve: async () => serveExpress() };

/** One field set, as every guard sets one for its handlers. */
export const markingExpress: HttpContender = {
  name: "one field set on req",
  kind: "marking",
  serve: async () => {
    const access = Object.freeze({});
    return serveExpress((req, _res, next) => {
      (req as { productAuth?: object }).productAuth = access;
      next();
    });
  },
};
