import { createHmac, randomBytes } from "node:crypto";
import type { Delegation } from "./delegation-options.js";

/** What the portal asks the site to do (API Management: "How to delegate user registration and product subscription"). */
export type DelegationRequest =
  | {
      readonly operation: "SignIn" | "SignUp";
      /** Path of the portal, with its query. */
      readonly returnUrl: string;
    }
  | {
      readonly operation: "ChangePassword" | "ChangeProfile" | "CloseAccount" | "SignOut";
      readonly userId: string;
    }
  | { readonly operation: "Subscribe"; readonly productId: string; readonly userId: string }
  | { readonly operation: "Unsubscribe"; readonly subscriptionId: string };

/** What the site does. */
export type DelegationOperation = DelegationRequest["operation"];

/** The parameters of each operation, in the order in which they are signed behind the salt. */
export const SIGNED: Readonly<Record<DelegationOperation, readonly string[]>> = {
  SignIn: ["returnUrl"],
  SignUp: ["returnUrl"],
  ChangePassword: ["userId"],
  ChangeProfile: ["userId"],
  CloseAccount: ["userId"],
  SignOut: ["userId"],
  Subscribe: ["productId", "userId"],
  Unsubscribe: ["subscriptionId"],
};

/**
 * The signature: HMAC-SHA512 of the salt and the values, separated by line feeds. Throws where a value holds a line feed: the same
 * text would be signed for other values.
 */
export function signatureOf(values: readonly string[], salt: string, key: Uint8Array): Buffer {
  if ([salt, ...values].some((value) => value.includes("\n")))
    throw new Error("A signed value has a line feed");
  return createHmac("sha512", key)
    .update([salt, ...values].join("\n"))
    .digest();
}

/**
 * A salt for one request: base64 of the operation, the time and 18 random bytes. The signature covers the salt and, as in API
 * Management, not the operation: by the salt the site can tell for which operation and when it was made.
 */
export const newSalt = (operation: DelegationOperation, now: number): string =>
  Buffer.from(`${operation}.${now}.${randomBytes(18).toString("base64url")}`).toString("base64");

/** Address of the site with a signed request. */
export function delegationUrl(request: DelegationRequest, salt: string, { url, key }: Delegation): URL {
  const names = SIGNED[request.operation];
  const values = names.map((name) => (request as unknown as Readonly<Record<string, string>>)[name] ?? "");
  const to = new URL(url);
  to.searchParams.set("operation", request.operation);
  for (const [i, name] of names.entries()) to.searchParams.set(name, values[i] ?? "");
  to.searchParams.set("salt", salt);
  to.searchParams.set("sig", signatureOf(values, salt, key).toString("base64"));
  return to;
}
