import type { Entra } from "@product-auth/emulator";
import { requestToken } from "../request-token.js";

/** What Graph answered. */
export interface GraphReply {
  readonly status: number;
  readonly headers: Headers;
  /** Empty without a body. */
  readonly body: GraphBody;
}

/** Members of the bodies that the tests read; which of them are there depends on the call. */
export interface GraphBody {
  readonly id: string;
  readonly appId: string;
  readonly keyId: string;
  readonly hint: string;
  readonly secretText: string | null;
  readonly passwordCredentials: readonly GraphBody[];
  readonly value: readonly GraphBody[];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError: Record<string, string>;
  };
  readonly [member: string]: unknown;
}

/** Calls Graph as one client. */
export type CallGraph = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<GraphReply>;

/** A token of this client for Graph. */
export async function graphToken(entra: Entra, name: string): Promise<string> {
  const { appId, secret } = entra.clients[name]!;
  const { body } = await requestToken(entra, {
    ...{ grant_type: "client_credentials", client_id: appId, client_secret: secret },
    scope: "https://graph.microsoft.com/.default",
  });
  if (body.access_token === undefined) throw new Error(JSON.stringify(body));
  return body.access_token;
}

/** Calls Graph with a token of this client. A path is below `/v1.0`, or a whole URL. */
export async function graphOf(entra: Entra, name: string): Promise<CallGraph> {
  const token = await graphToken(entra, name);
  return (method, path, body, headers = {}) => send(entra, token, { method, path, body, headers });
}

/** Sends one call. */
export async function send(
  entra: Entra,
  token: string | undefined,
  call: { method: string; path: string; body?: unknown; headers?: Record<string, string> },
): Promise<GraphReply> {
  const { method, path, body, headers = {} } = call;
  const response = await fetch(path.startsWith("http") ? path : `${entra.graphUrl}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    redirect: "manual",
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text || "{}") as GraphBody,
  };
}

/** The role id of the tests. */
export const roleId = "0d6b0f35-3a5e-5c1c-9d6e-6a4c4f5c0a01";

/** An app role as provisioning writes it. */
export const goldRole = {
  id: roleId,
  value: "Product.Gold.All",
  displayName: "Product.Gold.All",
  description: "Calls the APIs of Gold",
  allowedMemberTypes: ["Application"],
  isEnabled: true,
};

/** A product and a client, made through Graph as provisioning makes them. */
export async function provision(call: CallGraph): Promise<{
  product: { id: string; appId: string; sp: string };
  client: { id: string; appId: string; sp: string };
}> {
  const prefer = { Prefer: "create-if-missing" };
  const product = await call(
    "PATCH",
    "/applications(uniqueName='product-auth-gold')",
    {
      ...{ displayName: "APIMProductApplicationGold", signInAudience: "AzureADMyOrg", tags: ["productAuth"] },
      ...{ api: { requestedAccessTokenVersion: 2 }, appRoles: [goldRole] },
    },
    prefer,
  );
  const { id, appId } = product.body;
  await call("PATCH", `/applications/${id}`, { identifierUris: [`api://${appId}`] });
  const principal = await call(
    "PATCH",
    `/servicePrincipals(appId='${appId}')`,
    { appId, appRoleAssignmentRequired: true, tags: ["WindowsAzureActiveDirectoryIntegratedApp"] },
    prefer,
  );
  const client = await call("POST", "/applications", { displayName: "APIMApplicationBatch" });
  const clientPrincipal = await call("POST", "/servicePrincipals", { appId: client.body.appId });
  return {
    product: { id, appId, sp: principal.body.id },
    client: { id: client.body.id, appId: client.body.appId, sp: clientPrincipal.body.id },
  };
}
