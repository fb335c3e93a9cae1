import { ConfigurationError, type CloudName, type Problem } from "@product-auth/core";
import { LOGIN_SERVICES } from "@product-auth/core/adapter";
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

/** Options of `entraId`. */
export interface EntraIdOptions extends EntraRegistration {
  /** Directory (tenant) id, a GUID: its own users and its guests sign in. Needed without `tenants`. */
  readonly tenantId?: string;
  /**
   * Directory (tenant) ids of several organizations whose users sign in, each with their own account. The registration accepts
   * accounts in any organizational directory; this list decides. 1 to 1000.
   */
  readonly tenants?: readonly string[];
  /**
   * Those of `tenants` whose app roles and groups give rights in the portal. Each organization's administrators assign the app
   * roles to their own users, so name only organizations that may appoint administrators of the portal. Default: none.
   */
  readonly rolesFrom?: readonly string[];
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
  /** Whose users sign in, in lower case. */
  readonly tenants: ReadonlySet<string>;
  /** Whether the list is one of several organizations, also one with a single entry. */
  readonly isMultiTenant: boolean;
  readonly rolesFrom: ReadonlySet<string>;
  readonly clientId: string;
  readonly credential: EntraCredential;
  /** Origin of the login service. */
  readonly authority: string;
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** The tenant of personal Microsoft accounts, which any person can make. */
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";
const MOST_TENANTS = 1000;
const TENANTS = `1 to ${MOST_TENANTS} directory (tenant) ids, each a GUID`;
const tenantList = (least: number) =>
  v.pipe(
    v.array(guid("directory (tenant) id"), TENANTS),
    v.minLength(least, TENANTS),
    v.maxLength(MOST_TENANTS, TENANTS),
  );

const forms = {
  tenantId: v.optional(guid("directory (tenant) id")),
  tenants: v.optional(tenantList(1)),
  rolesFrom: v.optional(tenantList(0)),
  ...registrationForms,
  cloud: v.optional(
    v.picklist(["public", "us-government", "china"], 'one of "public", "us-government", "china"'),
  ),
  authorityHost: v.optional(text("the origin of the login service")),
  ...providerForms,
} satisfies Readonly<Record<keyof EntraIdOptions, v.GenericSchema>>;

const form = v.strictObject(forms, "an object");

/** Checks and completes the options. Throws one `ConfigurationError` that lists every problem. */
export function settleEntraId(options: EntraIdOptions): EntraIdSettings {
  const { issues } = v.safeParse(form, options);
  const problems = [
    ...(issues ?? []).map((issue) => problemOfIssue(issue, forms)),
    ...(typeof options === "object" && options !== null ? missingTenant(options) : []),
    ...(issues === undefined ? contentProblems(options) : []),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems, "entraId cannot be used");
  const { tenantId, tenants, rolesFrom, clientId, cloud = "public", authorityHost, fetch } = options;
  const one = tenantId === undefined ? [] : [tenantId];
  return {
    id: options.id ?? "entra",
    label: options.label ?? "Microsoft Entra ID",
    tenants: lowered(tenants ?? one),
    isMultiTenant: tenants !== undefined,
    rolesFrom: lowered(tenants === undefined ? one : (rolesFrom ?? [])),
    clientId: clientId.toLowerCase(),
    credential: readCredential(options) as EntraCredential,
    authority: authorityHost === undefined ? LOGIN_SERVICES[cloud] : new URL(authorityHost).origin,
    fetch,
  };
}

const lowered = (ids: readonly string[]) => new Set(ids.map((id) => id.toLowerCase()));

function missingTenant({ tenantId, tenants }: EntraIdOptions): readonly Problem[] {
  const path = "tenantId";
  if (tenantId === undefined && tenants === undefined)
    return [
      {
        path,
        message: "is missing",
        fix: "write the directory (tenant) id, a GUID, or tenants for several organizations",
      },
    ];
  return tenantId === undefined || tenants === undefined
    ? []
    : [{ path, message: "is given together with tenants", fix: "keep one of them" }];
}

function contentProblems(options: EntraIdOptions): readonly Problem[] {
  const { authorityHost, cloud } = options;
  return [
    ...tenantProblems(options),
    ...credentialProblems(options),
    ...(authorityHost === undefined ? [] : hostProblems(authorityHost, cloud)),
  ];
}

function tenantProblems({ tenants = [], rolesFrom = [], ...options }: EntraIdOptions): readonly Problem[] {
  const known = lowered(tenants);
  const personal = tenants.findIndex((id) => id.toLowerCase() === PERSONAL);
  const stranger = rolesFrom.findIndex((id) => !known.has(id.toLowerCase()));
  return [
    ...(personal >= 0
      ? [
          {
            path: `tenants.${personal}`,
            message: "is the tenant of personal Microsoft accounts, which any person can make",
            fix: "remove it, and invite people with such accounts as guests",
          },
        ]
      : []),
    ...(options.tenantId === undefined && stranger >= 0
      ? [{ path: `rolesFrom.${stranger}`, message: "is not in tenants", fix: "add it there, or remove it" }]
      : []),
    ...(options.tenantId !== undefined && rolesFrom.length > 0
      ? [
          {
            path: "rolesFrom",
            message: "is for tenants",
            fix: "remove it: the roles of tenantId always count",
          },
        ]
      : []),
  ];
}

function hostProblems(authorityHost: string, cloud: string | undefined): readonly Problem[] {
  if (cloud !== undefined)
    return [
      {
        path: "authorityHost",
        message: "sets the login service, and so does cloud",
        fix: "keep one of them",
      },
    ];
  const fix = "write the origin of the login service, such as https://login.microsoftonline.com";
  return originProblems("authorityHost", authorityHost, fix, "the tenant belongs in tenantId");
}
