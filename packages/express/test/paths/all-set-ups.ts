import type { PathSetUp } from "@product-auth/testkit";
import { VERSIONS } from "../support/both-versions.js";
import { expressSetUps } from "./set-ups.js";

/** By framework and version. */
export const allSetUps: Readonly<Record<string, readonly PathSetUp[]>> = Object.fromEntries(
  VERSIONS.map(([version, express]) => [`express ${version}`, expressSetUps(express)]),
);
