import { createHash, X509Certificate } from "node:crypto";
import type { ClientSecret, Product, RegisteredClient } from "../directory/directory.js";
import { isGuid } from "../directory/guid.js";
import { directoryRoles, isGraphRole } from "../directory/microsoft-graph.js";
import { stableGuid } from "../directory/stable-guid.js";
import type { ClientApplication } from "../entra-options.js";
import { checkShape, isRecord, type Kind, kinds } from "./check-shape.js";
import { settleAssignments } from "./settle-assignments.js";
import { capitalised } from "./settle-products.js";
import { checkAddresses } from "./check-addresses.js";

/** Optional claims of an id_token that the emulator knows ("Optional claims reference"). */
const optionalClaims = [
  "acct",
  "auth_time",
  "email",
  "family_name",
  "given_name",
  "login_hint",
  "sid",
  "upn",
];

const shape: Record<keyof ClientApplication, Kind> = {
  appId: { description: "a GUID", fits: (value) => typeof value === "string" && isGuid(value) },
  displayName: kinds.text,
  secrets: { description: "a list of texts or { value, endDateTime }", fits: Array.isArray },
  certificates: kinds.texts,
  products: { description: "a list of product names or roles by product name", fits: isListOrRecord },
  redirectUris: kinds.record,
  logoutRedirectUris: kinds.texts,
  appRoles: kinds.words,
  assignmentRequired: kinds.flag,
  idTokenClaims: { description: `a list of ${optionalClaims.join(", ")}`, fits: isOptionalClaims },
  consentRequired: kinds.flag,
  graphRoles: {
    description: `a list of permissions of Graph such as "Application.Read.All", or of ${Object.keys(directoryRoles).join(", ")}`,
    fits: (value) => kinds.texts.fits(value) && (value as string[]).every(isGraphRole),
  },
  disabled: kinds.flag,
};

/** Registers the valid client applications, and adds a problem for each invalid member. */
export function settleClients(
  given: unknown,
  products: ReadonlyMap<string, Product>,
  tenantId: string,
  problems: string[],
): Map<string, RegisteredClient> {
  const clients = new Map<string, RegisteredClient>();
  if (!isRecord(given)) return clients; // already reported as a problem
  for (const [name, application] of Object.entries(given)) {
    const path = `clients.${name}`;
    if (!checkShape(application, path, shape, problems)) continue;
    const client = application as ClientApplication;
    const appId = (client.appId ?? stableGuid(`client:${name}`)).toLowerCase();
    const displayName = client.displayName ?? capitalised(name);
    const graphRoles = client.graphRoles ?? [];
    clients.set(name, {
      name,
      appId,
      objectId: stableGuid(`service principal:${tenantId}:${appId}`),
      displayName,
      registrationName: `APIMApplication${displayName}`,
      secrets: settleSecrets(client.secrets ?? [defaultSecret(name)], `${path}.secrets`, problems),
      certificates: settleCertificates(client.certificates ?? [], `${path}.certificates`, problems),
      assignments: settleAssignments(client.products ?? [], products, `${path}.products`, problems),
      redirectUris: settleRedirectUris(client.redirectUris ?? {}, `${path}.redirectUris`, problems),
      logoutRedirectUris: checkAddresses(
        client.logoutRedirectUris ?? [],
        `${path}.logoutRedirectUris`,
        problems,
      ),
      appRoles: client.appRoles ?? [],
      assignmentRequired: client.assignmentRequired ?? false,
      idTokenClaims: client.idTokenClaims ?? [],
      consentRequired: client.consentRequired ?? false,
      disabled: client.disabled ?? false,
      graphRoles,
      directoryRoles: graphRoles.filter((role) => Object.hasOwn(directoryRoles, role)),
    });
  }
  return clients;
}

/** Derives a secret that is the same at every start, so that developers can configure it. The prefix shows that it is no real secret. */
function defaultSecret(name: string): string {
  return `emulator-only-${createHash("sha256").update(`client secret:${name}`).digest("hex").slice(0, 24)}`;
}

function settleSecrets(given: unknown[], path: string, problems: string[]): ClientSecret[] {
  return given.flatMap((one, index): ClientSecret[] => {
    const { value, endDateTime } = isRecord(one) ? one : { value: one, endDateTime: undefined };
    const endsAt = endDateTime === undefined ? Infinity : new Date(endDateTime as string | Date).getTime();
    if (kinds.text.fits(value) && !Number.isNaN(endsAt)) return [{ value: value as string, endsAt }];
    problems.push(
      `${path}[${index}]: should be a text, or { value, endDateTime } with a date such as 2027-01-31.`,
    );
    return [];
  });
}

function settleCertificates(given: readonly string[], path: string, problems: string[]): X509Certificate[] {
  return given.flatMap((pem, index) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      problems.push(
        `${path}[${index}]: is not a certificate; paste its PEM, from -----BEGIN CERTIFICATE----- on.`,
      );
      return [];
    }
  });
}

function settleRedirectUris(
  given: NonNullable<ClientApplication["redirectUris"]>,
  path: string,
  problems: string[],
): RegisteredClient["redirectUris"] {
  const shape = { web: kinds.texts, spa: kinds.texts, publicClient: kinds.texts };
  if (!checkShape(given, path, shape, problems)) return { web: [], spa: [], publicClient: [] };
  const web = checkAddresses(given.web ?? [], `${path}.web`, problems);
  const spa = checkAddresses(given.spa ?? [], `${path}.spa`, problems);
  const publicClient = checkAddresses(given.publicClient ?? [], `${path}.publicClient`, problems);
  const settled = { web, spa, publicClient };
  for (const [one, other] of [
    ["spa", "web"],
    ["publicClient", "web"],
    ["publicClient", "spa"],
  ] as const)
    for (const uri of settled[one])
      if (settled[other].includes(uri))
        problems.push(`${path}.${one}: ${uri} is listed in ${other} too; keep one of them.`);
  return settled;
}

function isOptionalClaims(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => optionalClaims.includes(one as string));
}

function isListOrRecord(value: unknown): boolean {
  return kinds.texts.fits(value) || (isRecord(value) && Object.values(value).every(kinds.texts.fits));
}
