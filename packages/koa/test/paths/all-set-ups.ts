import type { PathSetUp } from "@product-auth/testkit";
import { VERSIONS } from "../support/both-versions.js";
import { koaSetUps } from "./set-ups.js";

/** By framework and version. Koa 2 never ends its answer to HEAD over HTTP/2. */
export const allSetUps: Readonly<Record<string, readonly PathSetUp[]>> = Object.fromEntries(
  VERSIONS.map(([version, Koa]) => [
    `koa ${version}`,
    koaSetUps(Koa).filter(({ protocol }) => protocol !== "HTTP/2" || !version.startsWith("2.")),
  ]),
);
