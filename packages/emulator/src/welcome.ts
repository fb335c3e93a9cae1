import type { Entra } from "./entra.js";
import type { Settings } from "./options/settings.js";

/** Makes the start-up text: warning, URLs, registered applications and an example request. */
export function welcome(entra: Entra, settings: Settings): string {
  const { products, clients } = settings.registrations;
  const sections = [
    banner,
    table([
      ["Origin", entra.origin],
      ["Tenant id", `${entra.tenantId} (${entra.tenantDomain})`],
      ["Issuer", entra.issuer],
      ["Discovery", entra.discoveryUrl],
      ["Token URL", entra.tokenUrl],
      ["Graph", entra.graphUrl],
    ]),
    table([
      ["PRODUCT", "AUDIENCE", "ROLES", "TOKENS"],
      ...[...products.values()].map(({ name, identifierUris, roles, version }) => {
        return [name, identifierUris[0] ?? "", roles.join(" "), `v${version}`];
      }),
    ]),
    table([
      ["CLIENT", "CLIENT ID", "SECRET", "PRODUCTS"],
      ...[...clients.values()].map(({ name, appId, secrets, assignments }) => {
        return [name, appId, secrets[0]?.value ?? "(none)", [...assignments.keys()].join(" ") || "(none)"];
      }),
    ]),
    ...(settings.registrations.users.size === 0 ? [] : [userTable(settings)]),
    ...(entra.caCertificate === undefined ? [] : [trustHint(settings)]),
    ...tokenRequest(entra, settings),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** Says what the emulator is not for. */
export const banner: string = [
  "==============================================================================",
  "  Entra emulator: for development and tests only, NEVER for production.",
  "  It gives valid tokens to every client that can reach it.",
  "==============================================================================",
].join("\n");

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join("  ")
      .trimEnd();
  return rows.map((row) => `  ${line(row)}`).join("\n");
}

function userTable({ registrations }: Settings): string {
  return table([
    ["USER", "NAME", "SIGN-IN"],
    ...[...registrations.users.values()].map(
      ({ userPrincipalName, displayName, disabled, idp, tenantId }) => {
        const kind =
          tenantId === registrations.tenantId
            ? idp === undefined
              ? "member"
              : `guest, ${idp}`
            : "other tenant";
        return [userPrincipalName, displayName, disabled ? "disabled" : kind];
      },
    ),
  ]);
}

function trustHint({ tlsDirectory }: Settings): string {
  return tlsDirectory === undefined
    ? "  The https certificate is new at every start; keep it with --tls-dir DIR to trust it once."
    : `  Trust it with  NODE_EXTRA_CA_CERTS=${tlsDirectory}/ca.pem`;
}

/** Makes a complete curl command for the first client that has a product. */
function tokenRequest(entra: Entra, { registrations, tlsDirectory }: Settings): string[] {
  for (const { appId, secrets, assignments } of registrations.clients.values()) {
    const [product] = assignments.keys();
    const audience =
      product === undefined ? undefined : registrations.products.get(product)?.identifierUris[0];
    if (audience === undefined || secrets[0] === undefined) continue;
    const trust = tlsDirectory === undefined ? "-k" : `--cacert ${tlsDirectory}/ca.pem`;
    const fields = { grant_type: "client_credentials", client_id: appId, client_secret: secrets[0].value };
    const data = Object.entries({ ...fields, scope: `${audience}/.default` });
    const lines = data.map(
      ([name, value]) => `    --data-urlencode '${name}=${value.replaceAll("'", `'\\''`)}'`,
    );
    const curl = `  curl ${entra.caCertificate === undefined ? "" : `${trust} `}${entra.tokenUrl}`;
    return [["  Get a token:", "", [curl, ...lines].join(" \\\n")].join("\n")];
  }
  return [];
}
