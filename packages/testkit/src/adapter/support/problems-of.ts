import { expect } from "chai";
import { ConfigurationError } from "@product-auth/core";
import type { AdapterHarness, AnyOptions } from "../adapter-harness.js";
import { AUDIENCE } from "./issuer-claims.js";

/** `path: what is wrong`, one line per problem; none when the options are good. Each says what to write instead. */
export function problemsOf(harness: AdapterHarness, options: Partial<AnyOptions>): readonly string[] {
  try {
    harness.adapt({ products: { starter: { displayName: "Starter", audience: AUDIENCE } }, ...options });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const { fix } of error.problems) expect(fix).to.match(/^\S.{10,}/);
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}
