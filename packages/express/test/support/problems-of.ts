import { expect } from "chai";
import type { ProductAuthOptions } from "@product-auth/core";
import { ConfigurationError, productAuth } from "@product-auth/express";
import { AUDIENCE } from "./issuer-claims.js";

/** `path: what is wrong`, one line per problem; none when the options are good. Each says what to write instead. */
export function problemsOf(options: Partial<ProductAuthOptions>): readonly string[] {
  try {
    productAuth({ products: { starter: { displayName: "Starter", audience: AUDIENCE } }, ...options });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const { fix } of error.problems) expect(fix).to.match(/^\S.{10,}/);
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}
