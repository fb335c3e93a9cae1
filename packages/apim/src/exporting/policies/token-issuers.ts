import type { EntraIssuerOptions, IssuerOptions } from "@product-auth/core";
import type { Note, Unsayable } from "./sayable.js";
import { listElement, element, textElement, type XmlElement } from "./xml-element.js";

/** Options of an instance that tokens depend on: the content of `options.json`. */
export interface WrittenOptions {
  readonly tenantId?: unknown;
  readonly cloud?: unknown;
  readonly authorityHost?: unknown;
  readonly issuers?: readonly IssuerOptions[];
  readonly clockTolerance?: unknown;
  readonly tokenSource?: unknown;
  readonly failedValidation?: { readonly status?: number | string; readonly message?: string };
  readonly decryptionKeys?: readonly Readonly<Record<string, string>>[];
}

/** Who signs the tokens of a policy. */
export type TokenIssuers =
  | { readonly tenant: string; readonly versions: readonly string[] | undefined }
  | { readonly others: readonly IssuerOptions[] };

/** Options of the instance that say more about Entra than its tenant. */
const MORE_OF_ENTRA = ["allowedTenants", "cloud", "externalId", "authorityHost", "requireIdtyp"];

/** The issuers of a policy, by name or described in it. */
export function issuersOf(
  issuers: readonly (string | IssuerOptions | EntraIssuerOptions)[] | undefined,
  options: WrittenOptions,
): TokenIssuers | Unsayable {
  const known = options.issuers ?? [];
  const standard = [...(options.tenantId === undefined ? [] : ["entra"]), ...known];
  if (issuers === undefined && standard.length !== 1)
    return { unsayable: "Its issuer is that of the instance, which the options do not tell." };
  const others: IssuerOptions[] = [];
  for (const one of issuers ?? standard) {
    const issuer = typeof one === "string" && one !== "entra" ? known.find(({ name }) => name === one) : one;
    if (issuer === undefined) return { unsayable: "It names an issuer that the options do not have." };
    const entra = issuer === "entra" ? (options as EntraIssuerOptions) : isEntra(issuer) ? issuer : undefined;
    if (entra === undefined) others.push(issuer as IssuerOptions);
    else if ((issuers ?? standard).length > 1)
      return {
        unsayable: "It accepts tokens of Entra and of other issuers, for which the gateway has two elements.",
      };
    else return tenantOf({ ...loginOf(options), ...entra });
  }
  return { others };
}

// An import's policies take the login service of the options.
const loginOf = ({ cloud, authorityHost }: WrittenOptions): object => ({
  ...(cloud !== undefined && { cloud }),
  ...(authorityHost !== undefined && { authorityHost }),
});

const isEntra = (issuer: unknown): issuer is EntraIssuerOptions =>
  typeof issuer === "object" &&
  issuer !== null &&
  ["tenantId", "externalId"].some((name) => Object.hasOwn(issuer, name));

function tenantOf(issuer: EntraIssuerOptions): TokenIssuers | Unsayable {
  const { tenantId, tokenVersions } = issuer;
  const [tenant, ...more] = [tenantId ?? []].flat();
  if (tenant === undefined || more.length > 0 || MANY.has(tenant.toLowerCase()))
    return { unsayable: "The gateway takes tokens of one tenant, and this policy names several or none." };
  const { cloud } = issuer as { readonly cloud?: string };
  const others = MORE_OF_ENTRA.filter((name) => name !== "cloud" && Object.hasOwn(issuer, name));
  if (others.length > 0 || (cloud !== undefined && cloud !== "public"))
    return { unsayable: `The gateway's element for Entra has nothing for ${others[0] ?? "cloud"}.` };
  return { tenant, versions: tokenVersions };
}

const MANY = new Set(["common", "organizations", "consumers"]);

/** What the gateway accepts of keys that it fetches or that are pairs, and of shared ones (Microsoft's page of validate-jwt). */
const FETCHED = ["RS256", "RS512", "PS256", "ES256"];
const SHARED = ["HS256", "HS384", "HS512"];

const KNOWN = new Set([
  ...[
    "name",
    "issuer",
    "discoveryUrl",
    "signingKeys",
    "algorithms",
    "requireExpirationTime",
    "acceptAnyIssuer",
  ],
  ...["rolesClaim", "scopesClaim", "clientClaim", "products"],
]);

/** Elements of `validate-jwt` for issuers, in the order that the gateway demands. */
export interface IssuerElements {
  readonly configurations: readonly XmlElement[];
  readonly keys: readonly XmlElement[];
  readonly issuers: readonly XmlElement[];
  readonly requireExpiration: boolean;
  readonly notes: readonly Note[];
}

/** The elements for issuers other than Entra. */
export function issuerElements(all: readonly IssuerOptions[]): IssuerElements | Unsayable {
  const unknown = all.flatMap((one) => Object.keys(one)).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) return { unsayable: `The gateway has nothing for ${unknown} of an issuer.` };
  const keys = all.flatMap(({ signingKeys = [] }) => signingKeys.map((key) => keyOf(key as never)));
  if (keys.includes(undefined)) return { unsayable: "A key is neither a variable nor a modulus." };
  const addresses = all.filter(({ signingKeys = [] }) => signingKeys.length === 0).map(addressOf);
  if (addresses.includes(undefined)) return { unsayable: "An issuer has neither an address nor keys." };
  const names = [...new Set(all.flatMap(({ issuer = [] }) => issuer))];
  const urls = [...new Set(addresses as string[])];
  return {
    configurations: urls.map((url) => element("openid-config", { url })),
    keys: listElement("issuer-signing-keys", keys as readonly XmlElement[]),
    issuers: listElement(
      "issuers",
      names.map((name) => textElement("issuer", name)),
    ),
    requireExpiration: all.some(({ requireExpirationTime }) => requireExpirationTime !== false),
    notes: [
      ...(urls.length + (keys.length > 0 ? 1 : 0) > 1
        ? [trust("The gateway takes a key of any of the issuers for a token of each of them.")]
        : []),
      ...(urls.every((url) => isAcceptedAlone(url, all))
        ? []
        : [trust("The gateway accepts the issuer of the discovery document beside those that are named.")]),
      ...(all.every(hasAlgorithmsOfGateway) ? [] : [trust("The gateway has another list of algorithms.")]),
    ],
  };
}

/** Whether the issuer that a discovery document names is accepted here too, or is none: that of many tenants has no name. */
const isAcceptedAlone = (url: string, issuers: readonly IssuerOptions[]): boolean =>
  /\/(common|organizations|consumers)\//.test(url) ||
  issuers.some(
    (one) => addressOf(one) === url && (one.issuer === undefined || one.discoveryUrl === undefined),
  );

const trust = (text: string): Note => ({ code: "export-trust", text });

const addressOf = ({ discoveryUrl, issuer }: IssuerOptions): string | undefined =>
  discoveryUrl ??
  (typeof issuer === "string" ? `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration` : undefined);

function hasAlgorithmsOfGateway({ algorithms = ["RS256"], signingKeys = [] }: IssuerOptions): boolean {
  const keys = signingKeys as readonly object[];
  const its = [
    ...(keys.some((key) => "secret" in key) ? SHARED : []),
    ...(keys.length === 0 || keys.some((key) => !("secret" in key)) ? FETCHED : []),
  ];
  return (
    its.length === algorithms.length && its.every((one) => (algorithms as readonly string[]).includes(one))
  );
}

/** A `key`; undefined for one that the gateway does not take. */
export function keyOf(key: Readonly<Record<string, string>>): XmlElement | undefined {
  const { id, secret, certificate, privateKey, n, e } = key;
  // A secret of the options must not come into a file.
  if (secret !== undefined) return isVariable(secret) ? textElement("key", secret, { id }) : undefined;
  if (n !== undefined && e !== undefined) return element("key", { id, n, e });
  const name = /^\$\{env:(?:CERTIFICATE_)?([A-Za-z0-9_]{1,256})\}$/.exec(
    certificate ?? privateKey ?? "",
  )?.[1];
  return name === undefined ? undefined : element("key", { id, "certificate-id": name });
}

const isVariable = (text: string): boolean => /^\$\{env:[A-Za-z0-9_]{1,256}\}$/.test(text);
