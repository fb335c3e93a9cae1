import { ConfigurationError, type Problem } from "@product-auth/core";
import * as v from "valibot";
import { problemOfIssue } from "../options/problem-of-issue.js";
import { readCredential, type EntraCredential } from "./entra-credential.js";
import {
  credentialProblems,
  guid,
  originProblems,
  providerForms,
  registrationForms,
  text,
  type EntraRegistration,
} from "./entra-registration.js";

/** Options of `entraExternalId`. */
export interface EntraExternalIdOptions extends EntraRegistration {
  /** Directory (tenant) id of the external tenant, a GUID. */
  readonly tenantId: string;
  /** The first part of `{subdomain}.ciamlogin.com`. Needed without `authorityHost`. */
  readonly subdomain?: string;
  /** Origin of a custom domain of the tenant, or of an emulator. Plain http only on this machine. */
  readonly authorityHost?: string;
  /**
   * Issuer of the id_tokens. Default `https://{tenantId}.ciamlogin.com/{tenantId}/v2.0`, also with a custom domain: an emulator
   * has another one. Only with `authorityHost`.
   */
  readonly issuer?: string;
  /** Name on the sign-in page: "Sign in with {label}". 1 to 60 characters. Default "Microsoft Entra External ID". */
  readonly label?: string;
  /** Part of the redirect address: `{publicUrl}/signin/{id}/callback`. Default "external-id". */
  readonly id?: string;
  /** Sends the requests to the issuer. Default the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The options of `entraExternalId`, checked and complete. */
export interface EntraExternalIdSettings {
  readonly id: string;
  readonly label: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: EntraCredential;
  /** Address of the metadata. */
  readonly metadata: URL;
  readonly issuer: string;
  readonly fetch: typeof globalThis.fetch | undefined;
}

const SUBDOMAIN = "the first part of {subdomain}.ciamlogin.com: letters, digits and hyphens";

const forms = {
  tenantId: guid("directory (tenant) id"),
  subdomain: v.optional(
    v.pipe(v.string(SUBDOMAIN), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, SUBDOMAIN)),
  ),
  ...registrationForms,
  authorityHost: v.optional(text("the origin of a custom domain")),
  issuer: v.optional(text("the issuer of the id_tokens")),
  ...providerForms,
} satisfies Readonly<Record<keyof EntraExternalIdOptions, v.GenericSchema>>;

const form = v.strictObject(forms, "an object");

/** Checks and completes the options. Throws one `ConfigurationError` that lists every problem. */
export function settleEntraExternalId(options: EntraExternalIdOptions): EntraExternalIdSettings {
  const { issues } = v.safeParse(form, options);
  const problems = [
    ...(issues ?? []).map((issue) => problemOfIssue(issue, forms)),
    ...(issues === undefined ? [...hostProblems(options), ...credentialProblems(options)] : []),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems, "entraExternalId cannot be used");
  const { subdomain = "", authorityHost, clientId, fetch } = options;
  const tenantId = options.tenantId.toLowerCase();
  const host = new URL(authorityHost ?? `https://${subdomain}.ciamlogin.com`).origin;
  return {
    id: options.id ?? "external-id",
    label: options.label ?? "Microsoft Entra External ID",
    tenantId,
    clientId: clientId.toLowerCase(),
    credential: readCredential(options) as EntraCredential,
    metadata: new URL(`${host}/${tenantId}/v2.0/.well-known/openid-configuration`),
    issuer: options.issuer ?? `https://${tenantId}.ciamlogin.com/${tenantId}/v2.0`,
    fetch,
  };
}

function hostProblems({ subdomain, authorityHost, issuer }: EntraExternalIdOptions): readonly Problem[] {
  if ((subdomain === undefined) === (authorityHost === undefined)) {
    const message = subdomain === undefined ? "is missing" : "is given together with authorityHost";
    return [{ path: "subdomain", message, fix: "write one of subdomain and authorityHost" }];
  }
  if (issuer !== undefined && authorityHost === undefined)
    return [{ path: "issuer", message: "is for authorityHost", fix: "remove it: the tenant has one issuer" }];
  const fix = "write the origin of the custom domain, such as https://login.contoso.com";
  return [
    ...(authorityHost === undefined
      ? []
      : originProblems("authorityHost", authorityHost, fix, "the tenant belongs in tenantId")),
    ...(issuer === undefined || URL.canParse(issuer)
      ? []
      : [{ path: "issuer", message: "is no address", fix: "write the issuer as the metadata names it" }]),
  ];
}
