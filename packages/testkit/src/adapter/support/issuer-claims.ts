/** Application id of the product `starter`; as its Application ID URI, the audience of every API here. */
export const APP = "55556666-ffff-7777-aaaa-8888bbbb9999";
export const AUDIENCE: string = `api://${APP}`;
/** Application id of the client, and object id of its service principal. */
export const CLIENT = "11112222-bbbb-3333-cccc-4444dddd5555";
const OBJECT_ID = "77778888-eeee-4999-8fff-0000aaaa1111";

const now = () => Math.floor(Date.now() / 1000);

/** Claims of an application's access token from any OpenID issuer (RFC 9068 §2.2). */
export function openIdClaims(issuer: string, more: object = {}): object {
  const times = { iat: now() - 10, exp: now() + 3600 };
  const who = { client_id: "orders-batch", sub: "orders-batch", jti: "t-1" };
  return { iss: issuer, aud: AUDIENCE, ...times, ...who, roles: ["Product.Starter.All"], ...more };
}

/** A national cloud as Entra's documents show it ("National clouds", Microsoft Entra). */
export interface Cloud {
  readonly login: string;
  /** Host of version 1 issuers. */
  readonly sts: string;
  /** Its `cloud_instance_name`. */
  readonly name: string;
}

export const PUBLIC: Cloud = {
  login: "https://login.microsoftonline.com",
  sts: "https://sts.windows.net",
  name: "microsoftonline.com",
};
export const US_GOVERNMENT: Cloud = {
  login: "https://login.microsoftonline.us",
  sts: "https://sts.windows.net",
  name: "microsoftonline.us",
};
export const CHINA: Cloud = {
  login: "https://login.partner.microsoftonline.cn",
  sts: "https://sts.chinacloudapi.cn",
  name: "partner.microsoftonline.cn",
};

/** The issuer that tokens of this tenant name, or the template with `{tenantid}`. */
export const issuerOf = ({ login, sts }: Cloud, tenant: string, version: 1 | 2): string =>
  version === 2 ? `${login}/${tenant}/v2.0` : `${sts}/${tenant}/`;

/** Claims of an application's access token from Entra ("Access token claims reference", Microsoft Entra). */
export function entraClaims(
  tenant: string,
  version: 1 | 2,
  more: object = {},
  cloud: Cloud = PUBLIC,
): object {
  const times = { iat: now() - 300, nbf: now() - 300, exp: now() + 3600 };
  const who = { oid: OBJECT_ID, sub: OBJECT_ID, tid: tenant, uti: "t-2", roles: ["Product.Starter.All"] };
  const shape =
    version === 2
      ? { ver: "2.0", aud: APP, azp: CLIENT, azpacr: "1" }
      : { ver: "1.0", aud: AUDIENCE, appid: CLIENT, appidacr: "1" };
  return { iss: issuerOf(cloud, tenant, version), ...times, ...who, ...shape, ...more };
}
