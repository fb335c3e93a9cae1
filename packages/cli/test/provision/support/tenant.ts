import { startEntra, type Entra } from "@product-auth/emulator";

/** An object of the directory, as far as tests look at it. */
export interface DirectoryObject {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly tags: readonly string[];
  readonly passwordCredentials?: readonly { readonly displayName: string | null; readonly keyId: string }[];
}

/** A tenant of the emulator with a client that may administer applications. */
export interface Tenant {
  readonly entra: Entra;
  /** What the command needs in its environment; `graphUrl` may be that of a server in between. */
  env(graphUrl?: string): Record<string, string>;
  call(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** All applications and service principals, with the assignments. */
  state(): Promise<{
    readonly applications: readonly DirectoryObject[];
    readonly principals: readonly DirectoryObject[];
    readonly assignments: readonly { readonly id: string; readonly resourceId: string }[];
  }>;
}

/** Starts a tenant with one application that is not ours. */
export async function startTenant(): Promise<Tenant> {
  const entra = await startEntra({
    products: { foreign: {} },
    clients: { admin: { graphRoles: ["Application Administrator"] }, partner: { products: ["foreign"] } },
  });
  const { appId, secret } = entra.clients.admin!;
  const { access_token: token } = (await (
    await fetch(entra.tokenUrl, {
      method: "POST",
      body: new URLSearchParams({
        ...{ grant_type: "client_credentials", client_id: appId, client_secret: secret },
        scope: "https://graph.microsoft.com/.default",
      }),
    })
  ).json()) as { access_token: string };
  const call: Tenant["call"] = async (method, path, body) => {
    const response = await fetch(path.startsWith("http") ? path : `${entra.graphUrl}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: JSON.parse(text === "" ? "{}" : text) as Record<string, unknown>,
    };
  };
  const list = async <T>(path: string): Promise<T[]> => {
    const found: T[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { body } = await call("GET", next);
      found.push(...(body["value"] as T[]));
      next = body["@odata.nextLink"] as string | undefined;
    }
    return found;
  };
  return {
    entra,
    call,
    env: (graphUrl = entra.graphUrl) => ({
      AZURE_TENANT_ID: entra.tenantId,
      AZURE_CLIENT_ID: appId,
      AZURE_CLIENT_SECRET: secret,
      AZURE_AUTHORITY_HOST: entra.origin,
      PRODUCT_AUTH_GRAPH_URL: graphUrl,
    }),
    async state() {
      const applications = await list<DirectoryObject>("/applications?$top=100");
      const principals = await list<DirectoryObject>("/servicePrincipals?$top=100");
      const assigned = await Promise.all(
        principals.map(({ id }) =>
          list<{ id: string; resourceId: string }>(`/servicePrincipals/${id}/appRoleAssignedTo`),
        ),
      );
      return { applications, principals, assignments: assigned.flat() };
    },
  };
}

/** The part of a state that an instance has made, and the rest. */
export function partsOf(state: Awaited<ReturnType<Tenant["state"]>>, instance: string) {
  const applications = state.applications.filter((one) =>
    one.tags.includes(`productAuth:instance=${instance}`),
  );
  const appIds = applications.map(({ appId }) => appId);
  const principals = state.principals.filter(({ appId }) => appIds.includes(appId));
  const isOwn = ({ resourceId }: { readonly resourceId: string }) =>
    principals.some(({ id }) => id === resourceId);
  return {
    own: { applications, principals, assignments: state.assignments.filter(isOwn) },
    foreign: {
      applications: state.applications.filter((one) => !applications.includes(one)),
      principals: state.principals.filter((one) => !principals.includes(one)),
      assignments: state.assignments.filter((one) => !isOwn(one)),
    },
  };
}
