import type { Problem } from "@product-auth/core";
import { isGuid, isTrustworthyUrl } from "@product-auth/core/adapter";
import type { PortalAuth } from "../options/portal-options.js";
import { readCredential } from "../sign-in/entra-credential.js";
import type { ConsoleSignInOptions } from "./console-options.js";
import { tenantOf } from "./tenant-of.js";
import { hasTokens, isWhole } from "./token-request.js";

type Found = readonly (Omit<Problem, "path"> & {
  readonly path: keyof ConsoleSignInOptions | `scopes.${string}`;
})[];

/** What is wrong with the options of the console's sign-in, whose forms are right. */
export function consoleSignInProblems(given: ConsoleSignInOptions, auth: PortalAuth): readonly Problem[] {
  return [
    ...(given.issuer === undefined ? entraProblems(given, auth) : issuerProblems(given, given.issuer)),
    ...credentialProblems(given),
    ...scopeProblems(given, auth),
  ].map(({ path, ...rest }) => ({ path: `console.signIn.${path}`, ...rest }));
}

function entraProblems(given: ConsoleSignInOptions, auth: PortalAuth): Found {
  const { clientId, tenantId, cloud, authorityHost, clientSecret, certificate } = given;
  return [
    ...(isGuid(clientId)
      ? []
      : [
          {
            path: "clientId" as const,
            message: "is not a GUID",
            fix: "write the application (client) id of the console's registration",
          },
        ]),
    ...(tenantId === undefined && tenantOf(auth) === undefined
      ? [
          {
            path: "tenantId" as const,
            message: "is missing, and auth trusts no single tenant",
            fix: "write the directory (tenant) id, or issuer for an issuer other than Entra ID",
          },
        ]
      : []),
    ...(clientSecret === undefined && certificate === undefined
      ? [
          {
            path: "clientSecret" as const,
            message: "is missing",
            fix: "write one of clientSecret and certificate: Entra ID redeems codes of the platform Web for no other client",
          },
        ]
      : []),
    ...(authorityHost === undefined ? [] : hostProblems(authorityHost, cloud)),
  ];
}

function hostProblems(authorityHost: string, cloud: string | undefined): Found {
  const path = "authorityHost" as const;
  const fix = "write the origin of the login service, such as https://login.microsoftonline.com";
  if (cloud !== undefined)
    return [{ path, message: "sets the login service, and so does cloud", fix: "keep one of them" }];
  if (!isTrustworthyUrl(authorityHost)) return [{ path, message: "is neither https nor on localhost", fix }];
  const { pathname, search, hash } = new URL(authorityHost);
  return pathname === "/" && search === "" && hash === ""
    ? []
    : [{ path, message: "is more than an origin", fix: `${fix}; the tenant belongs in tenantId` }];
}

function issuerProblems({ tenantId, cloud, authorityHost }: ConsoleSignInOptions, issuer: string): Found {
  const path = "issuer" as const;
  const others = { tenantId, cloud, authorityHost };
  const [other] = Object.entries(others).filter(([, value]) => value !== undefined);
  if (other !== undefined)
    return [{ path, message: `is given together with ${other[0]}`, fix: "keep one of them" }];
  const fix = "write the address of the issuer, as its discovery document has it";
  if (!isTrustworthyUrl(issuer)) return [{ path, message: "is neither https nor on localhost", fix }];
  const { search, hash } = new URL(issuer);
  return search === "" && hash === "" ? [] : [{ path, message: "has a query or a fragment", fix }];
}

function credentialProblems(given: ConsoleSignInOptions): Found {
  const { clientSecret, certificate } = given;
  if (clientSecret !== undefined && certificate !== undefined)
    return [
      {
        path: "clientSecret",
        message: "is given together with certificate",
        fix: "write one of clientSecret and certificate",
      },
    ];
  const credential = readCredential(given);
  if (typeof credential !== "string") return [];
  return [
    {
      path: "certificate",
      message: credential,
      fix: "write PEM text with the certificate and its RSA private key, 2048 bits or more",
    },
  ];
}

function scopeProblems({ scopes = {}, issuer }: ConsoleSignInOptions, { catalog }: PortalAuth): Found {
  return Object.entries(scopes).flatMap(([name, words]) => {
    const path = `scopes.${name}` as const;
    const product = catalog.products.get(name);
    if (product === undefined)
      return [{ path, message: "names an unknown product", fix: "write the name of a product" }];
    if (hasTokens(product) || (issuer === undefined && words.every(isWhole))) return [];
    return [
      {
        path,
        message: "names a product that accepts no tokens",
        fix: "name a product that accepts tokens; or, for the token that validateJwt demands, write scopes with their audience, such as api://…/Orders.Read",
      },
    ];
  });
}
