import { ConfigurationError, type CloudName, type Problem } from "@product-auth/core";
import { isGuid, isTrustworthyUrl, LOGIN_SERVICES } from "@product-auth/core/adapter";
import * as v from "valibot";
import { problemOfIssue } from "../options/problem-of-issue.js";
import { readCredential, type EntraCredential } from "./entra-credential.js";

/** Options of `entraId`. */
export interface EntraIdOptions {
  /** Directory (tenant) id, a GUID. Only its own users and its guests can sign in. */
  readonly tenantId: string;
  /** Application (client) id of the portal's registration, a GUID. */
  readonly clientId: string;
  /** A client secret of the registration. Needed without `certificate`. */
  readonly clientSecret?: string;
  /**
   * A certificate of the registration instead of a secret: PEM text with the certificate and its RSA private key
   * (2048 bits or more), as in the files of other Azure SDKs.
   */
  readonly certificate?: string;
  /** Login service by the name of its cloud. Default `public`. */
  readonly cloud?: CloudName;
  /** Origin of the login service, for any other one. Plain http only on this machine. */
  readonly authorityHost?: string;
  /** Name on the sign-in page: "Sign in with {label}". 1 to 60 characters. Default "Microsoft Entra ID". */
  readonly label?: string;
  /** Part of the redirect address: `{publicUrl}/signin/{id}/callback`. Default "entra". Needed for a second tenant. */
  readonly id?: string;
  /** Sends the requests to the issuer. Default the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The options of `entraId`, checked and complete. */
export interface EntraIdSettings {
  readonly id: string;
  readonly label: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: EntraCredential;
  /** Origin of the login service. */
  readonly authority: string;
  readonly fetch: typeof globalThis.fetch | undefined;
}

const guid = (what: string) => v.custom<string>(isGuid, `the ${what}, a GUID`);
const text = (write: string) => v.pipe(v.string(write), v.minLength(1, write), v.maxLength(20_000, write));
const LABEL = "1 to 60 characters";
const ID = "lower-case letters, digits and hyphens, 1 to 32";

const forms = {
  tenantId: guid("directory (tenant) id"),
  clientId: guid("application (client) id"),
  clientSecret: v.optional(text("the value of a client secret")),
  certificate: v.optional(text("PEM text with a certificate and its private key")),
  cloud: v.optional(
    v.picklist(["public", "us-government", "china"], 'one of "public", "us-government", "china"'),
  ),
  authorityHost: v.optional(text("the origin of the login service")),
  label: v.optional(v.pipe(v.string(LABEL), v.minLength(1, LABEL), v.maxLength(60, LABEL))),
  id: v.optional(v.pipe(v.string(ID), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, ID))),
  fetch: v.optional(v.function("a function")),
} satisfies Readonly<Record<keyof EntraIdOptions, v.GenericSchema>>;

const form = v.strictObject(forms, "an object");

/** Checks and completes the options. Throws one `ConfigurationError` that lists every problem. */
export function settleEntraId(options: EntraIdOptions): EntraIdSettings {
  const { issues } = v.safeParse(form, options);
  const problems = [
    ...(issues ?? []).map((issue) => problemOfIssue(issue, forms)),
    ...(issues === undefined ? contentProblems(options) : []),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems, "entraId cannot be used");
  const { tenantId, clientId, cloud = "public", authorityHost, fetch } = options;
  return {
    id: options.id ?? "entra",
    label: options.label ?? "Microsoft Entra ID",
    tenantId: tenantId.toLowerCase(),
    clientId: clientId.toLowerCase(),
    credential: readCredential(options) as EntraCredential,
    authority: authorityHost === undefined ? LOGIN_SERVICES[cloud] : new URL(authorityHost).origin,
    fetch,
  };
}

function contentProblems(options: EntraIdOptions): readonly Problem[] {
  const { clientSecret, certificate, cloud, authorityHost } = options;
  const problems: Problem[] = [];
  if ((clientSecret === undefined) === (certificate === undefined)) {
    const message = clientSecret === undefined ? "is missing" : "is given together with certificate";
    problems.push({ path: "clientSecret", message, fix: "write one of clientSecret and certificate" });
  } else {
    const credential = readCredential(options);
    if (typeof credential === "string")
      problems.push({
        path: "certificate",
        message: credential,
        fix: "write PEM text with the certificate and its RSA private key, 2048 bits or more",
      });
  }
  if (authorityHost !== undefined) problems.push(...hostProblems(authorityHost, cloud));
  return problems;
}

function hostProblems(authorityHost: string, cloud: string | undefined): readonly Problem[] {
  const path = "authorityHost";
  const fix = "write the origin of the login service, such as https://login.microsoftonline.com";
  if (cloud !== undefined)
    return [{ path, message: "sets the login service, and so does cloud", fix: "keep one of them" }];
  if (!isTrustworthyUrl(authorityHost)) return [{ path, message: "is neither https nor on localhost", fix }];
  const { pathname, search, hash } = new URL(authorityHost);
  if (pathname === "/" && search === "" && hash === "") return [];
  return [{ path, message: "is more than an origin", fix: `${fix}; the tenant belongs in tenantId` }];
}
