import type { Problem } from "@product-auth/core";
import { isGuid, isTrustworthyUrl } from "@product-auth/core/adapter";
import * as v from "valibot";
import { readCredential } from "./entra-credential.js";

/** The registration of a portal in Entra ID or External ID. */
export interface EntraRegistration {
  /** Application (client) id of the portal's registration, a GUID. */
  readonly clientId: string;
  /** A client secret of the registration. Needed without `certificate`. */
  readonly clientSecret?: string;
  /**
   * A certificate of the registration instead of a secret: PEM text with the certificate and its RSA private key
   * (2048 bits or more), as in the files of other Azure SDKs.
   */
  readonly certificate?: string;
}

export const guid = (what: string): v.GenericSchema<string> =>
  v.custom<string>(isGuid, `the ${what}, a GUID`);
export const text = (write: string): v.GenericSchema<string> =>
  v.pipe(v.string(write), v.minLength(1, write), v.maxLength(20_000, write));
const LABEL = "1 to 60 characters";
const ID = "lower-case letters, digits and hyphens, 1 to 32";

/** Forms of `EntraRegistration`. */
export const registrationForms: Readonly<Record<keyof EntraRegistration, v.GenericSchema>> = {
  clientId: guid("application (client) id"),
  clientSecret: v.optional(text("the value of a client secret")),
  certificate: v.optional(text("PEM text with a certificate and its private key")),
};

const labelForm = v.pipe(v.string(LABEL), v.minLength(1, LABEL), v.maxLength(60, LABEL));

/** Forms of the options that every provider has. */
export const providerForms: Readonly<Record<"label" | "id" | "fetch", v.GenericSchema>> = {
  label: v.optional(labelForm),
  id: v.optional(v.pipe(v.string(ID), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, ID))),
  fetch: v.optional(v.function("a function")),
};

/** What is wrong with the credential of a registration. */
export function credentialProblems(options: EntraRegistration): readonly Problem[] {
  const { clientSecret, certificate } = options;
  if ((clientSecret === undefined) === (certificate === undefined)) {
    const message = clientSecret === undefined ? "is missing" : "is given together with certificate";
    return [{ path: "clientSecret", message, fix: "write one of clientSecret and certificate" }];
  }
  const credential = readCredential(options);
  if (typeof credential !== "string") return [];
  const fix = "write PEM text with the certificate and its RSA private key, 2048 bits or more";
  return [{ path: "certificate", message: credential, fix }];
}

/** What is wrong with the origin of a login service. `hint`: where a path belongs. */
export function originProblems(path: string, origin: string, fix: string, hint: string): readonly Problem[] {
  if (!isTrustworthyUrl(origin)) return [{ path, message: "is neither https nor on localhost", fix }];
  const { pathname, search, hash } = new URL(origin);
  if (pathname === "/" && search === "" && hash === "") return [];
  return [{ path, message: "is more than an origin", fix: `${fix}; ${hint}` }];
}
