import type { Problem } from "@product-auth/core";
import type { IssuerHolders } from "./with-issuers.js";

/** The content of `options.json`: options of `productAuth`, which judges all of them but the names of issuers. */
export type OptionFile = IssuerHolders & object;

/** Reads parsed options. */
export function readOptions(content: unknown): OptionFile | { readonly problems: readonly Problem[] } {
  if (!isObject(content)) return problem("", "is not an object");
  const issuers: unknown = Object.hasOwn(content, "issuers") ? content["issuers"] : [];
  if (!Array.isArray(issuers)) return problem("issuers", "is not a list");
  const wrong = issuers.findIndex((one) => !isObject(one) || typeof one["name"] !== "string");
  return wrong === -1 ? content : problem(`issuers[${wrong}]`, "is not an issuer with a name");
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const problem = (path: string, message: string): { readonly problems: readonly Problem[] } => ({
  problems: [{ path, message, fix: "write it as the import did, or repeat the import" }],
});
