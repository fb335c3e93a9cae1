import { ConfigurationError, type Problem } from "@product-auth/core";
import { isTrustworthyUrl, type ClaimPath } from "@product-auth/core/adapter";
import * as v from "valibot";
import { problemOfIssue } from "../options/problem-of-issue.js";
import { providerForms, text } from "./entra-registration.js";

/** How the portal authenticates at the token endpoint of an issuer. */
export type OidcAuthentication = "client_secret_basic" | "client_secret_post";

/** Options of `oidc`. */
export interface OidcOptions {
  /** The issuer, exactly as its metadata and its tokens name it: `https://accounts.google.com`. Plain http only on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Name on the sign-in page: "Sign in with {label}". 1 to 60 characters. */
  readonly label: string;
  /** Part of the redirect address: `{publicUrl}/signin/{id}/callback`. Default "oidc". Needed for a second issuer. */
  readonly id?: string;
  /** Scopes besides `openid`. Default `["profile", "email"]`. */
  readonly scopes?: readonly string[];
  /** Claim with the roles, a list of texts: its name, or a path such as `["realm_access", "roles"]`. Default: no roles. */
  readonly rolesClaim?: ClaimPath;
  /** Claim with the groups, a list of texts. Default: no groups. */
  readonly groupsClaim?: ClaimPath;
  /** Claim with the e-mail address. Default "email". */
  readonly emailClaim?: ClaimPath;
  /** Default: what the metadata offers, `client_secret_basic` first. */
  readonly authentication?: OidcAuthentication;
  /**
   * Values of `prompt` that the issuer takes, for a choice among accounts and for a fresh authentication. Default
   * `prompt_values_supported` of the metadata, else `["login"]`.
   */
  readonly prompts?: readonly ("login" | "select_account")[];
  /** Sends the requests to the issuer. Default the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The options of `oidc`, checked and complete. */
export interface OidcSettings {
  readonly id: string;
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly rolesClaim: ClaimPath | undefined;
  readonly groupsClaim: ClaimPath | undefined;
  readonly emailClaim: ClaimPath;
  readonly authentication: OidcAuthentication | undefined;
  readonly prompts: readonly string[] | undefined;
  readonly fetch: typeof globalThis.fetch | undefined;
}

const NAME = "1 to 200 characters";
const name = v.pipe(v.string(NAME), v.minLength(1, NAME), v.maxLength(200, NAME));
const PATH = "the name of a claim, or a list of 1 to 10 names";
const claimPath = v.optional(
  v.union([name, v.pipe(v.array(name, PATH), v.minLength(1, PATH), v.maxLength(10, PATH))], PATH),
);
const SCOPES = "up to 50 scopes, each without spaces";
// RFC 6749, appendix A.4.
const scope = v.pipe(
  v.string(SCOPES),
  v.maxLength(200, SCOPES),
  v.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, SCOPES),
);
const LABEL = "1 to 60 characters";

const forms = {
  issuer: text("the issuer, such as https://accounts.google.com"),
  clientId: text("the client id of the portal"),
  clientSecret: text("the client secret of the portal"),
  scopes: v.optional(v.pipe(v.array(scope, SCOPES), v.maxLength(50, SCOPES))),
  rolesClaim: claimPath,
  groupsClaim: claimPath,
  emailClaim: claimPath,
  authentication: v.optional(
    v.picklist(
      ["client_secret_basic", "client_secret_post"],
      'one of "client_secret_basic", "client_secret_post"',
    ),
  ),
  prompts: v.optional(
    v.array(
      v.picklist(["login", "select_account"], 'one of "login", "select_account"'),
      'a list of "login" and "select_account"',
    ),
  ),
  ...providerForms,
  label: v.pipe(v.string(LABEL), v.minLength(1, LABEL), v.maxLength(60, LABEL)),
} satisfies Readonly<Record<keyof OidcOptions, v.GenericSchema>>;

const form = v.strictObject(forms, "an object");

/** Checks and completes the options. Throws one `ConfigurationError` that lists every problem. */
export function settleOidc(options: OidcOptions): OidcSettings {
  const { issues } = v.safeParse(form, options);
  const problems = [
    ...(issues ?? []).map((issue) => problemOfIssue(issue, forms)),
    ...(issues === undefined ? issuerProblems(options.issuer) : []),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems, "oidc cannot be used");
  const { scopes = ["profile", "email"] } = options;
  return {
    id: options.id ?? "oidc",
    label: options.label,
    issuer: options.issuer,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    scope: [...new Set(["openid", ...scopes])].join(" "),
    rolesClaim: options.rolesClaim,
    groupsClaim: options.groupsClaim,
    emailClaim: options.emailClaim ?? "email",
    authentication: options.authentication,
    prompts: options.prompts,
    fetch: options.fetch,
  };
}

function issuerProblems(issuer: string): readonly Problem[] {
  const path = "issuer";
  const fix = "write the issuer as its metadata names it, such as https://accounts.google.com";
  if (!isTrustworthyUrl(issuer)) return [{ path, message: "is neither https nor on localhost", fix }];
  const { search, hash } = new URL(issuer);
  if (search !== "" || hash !== "" || issuer.endsWith("?") || issuer.endsWith("#"))
    return [{ path, message: "has a query or a fragment", fix }];
  // openid-client takes such an address for that of the metadata, which it does not compare.
  if (issuer.includes("/.well-known/"))
    return [
      { path, message: "is the address of the metadata", fix: "remove the part from /.well-known/ on" },
    ];
  return [];
}
