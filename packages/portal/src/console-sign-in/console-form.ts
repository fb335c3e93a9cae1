import { isGuid } from "@product-auth/core/adapter";
import * as v from "valibot";
import type { ConsoleOptions, ConsoleSignInOptions } from "./console-options.js";

const text = (most: number, write = `1 to ${most} characters`) =>
  v.pipe(v.string(write), v.minLength(1, write), v.maxLength(most, write));

/** A scope as RFC 6749, section 3.3 has it. */
const scope = v.pipe(v.string("a scope"), v.regex(/^[\u0021\u0023-\u005b\u005d-\u007e]{1,200}$/, "a scope"));

const signInForms: Readonly<Record<keyof ConsoleSignInOptions, v.GenericSchema>> = {
  clientId: text(200, "the application (client) id of the console's registration"),
  clientSecret: v.optional(text(20_000, "the value of a client secret")),
  certificate: v.optional(text(20_000, "PEM text with a certificate and its private key")),
  tenantId: v.optional(v.custom<string>(isGuid, "the directory (tenant) id, a GUID")),
  cloud: v.optional(
    v.picklist(["public", "us-government", "china"], 'one of "public", "us-government", "china"'),
  ),
  authorityHost: v.optional(text(300, "the origin of the login service")),
  issuer: v.optional(text(300, "the address of the issuer")),
  label: v.optional(text(60)),
  scopes: v.optional(
    v.record(
      v.string(),
      v.pipe(v.array(scope, "a list of scopes"), v.minLength(1, "at least one scope")),
      'scopes by product, such as { pro: ["Orders.Write"] }',
    ),
  ),
};

const WRITE = "true, false, or { signIn: { clientId, clientSecret } }";

const consoleForms: Readonly<Record<keyof ConsoleOptions, v.GenericSchema>> = {
  signIn: v.optional(v.strictObject(signInForms, "{ clientId, clientSecret }")),
};

/** Form of the option `console`. */
export const consoleForm: v.GenericSchema = v.lazy((value) =>
  typeof value === "object" && value !== null ? v.strictObject(consoleForms, WRITE) : v.boolean(WRITE),
);
