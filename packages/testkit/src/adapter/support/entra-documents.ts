import { issuerOf, PUBLIC, type Cloud } from "./issuer-claims.js";
import type { IssuerServer } from "./issuer-server.js";

/** What an authority publishes. */
export interface Authority {
  /** First path segment: a tenant's GUID or domain, `organizations` or `common`. */
  readonly at: string;
  /** Tenant its issuers name. Default: the authority itself; of many tenants the template. */
  readonly tenant?: string;
  readonly cloud?: Cloud;
  /** Version 2 keys; members such as `issuer` replace those that Entra usually writes. */
  readonly keys: readonly (readonly [key: { readonly jwk: object }, more?: object])[];
  /** Version 1 keys. Default: the same without the members of version 2, as Entra has it. */
  readonly keysV1?: readonly object[];
}

/** Publishes both discovery documents of an authority and their key sets, with the members that matter. */
export function publishAuthority({ documents }: IssuerServer, authority: Authority): void {
  const { at, cloud = PUBLIC, keys } = authority;
  const many = at === "organizations" || at === "common";
  const tenant = authority.tenant ?? (many ? "{tenantid}" : at);
  const base = `${cloud.login}/${at}`;
  const named = { cloud_instance_name: cloud.name };
  documents.set(`${base}/v2.0/.well-known/openid-configuration`, {
    issuer: issuerOf(cloud, tenant, 2),
    jwks_uri: `${base}/discovery/v2.0/keys`,
    ...named,
  });
  documents.set(`${base}/.well-known/openid-configuration`, {
    issuer: issuerOf(cloud, tenant, 1),
    jwks_uri: `${base}/discovery/keys`,
    ...named,
  });
  const usual = { issuer: issuerOf(cloud, "{tenantid}", 2), ...named };
  documents.set(`${base}/discovery/v2.0/keys`, {
    keys: keys.map(([{ jwk }, more]) => ({ ...jwk, ...usual, ...more })),
  });
  documents.set(`${base}/discovery/keys`, { keys: authority.keysV1 ?? keys.map(([{ jwk }]) => jwk) });
}
