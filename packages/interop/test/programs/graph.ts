// The Graph SDK with MSAL's tokens: what provisioning does, against an emulator over https.
import { ConfidentialClientApplication } from "@azure/msal-node";
import { Client, GraphError, PageIterator, type PageCollection } from "@microsoft/microsoft-graph-client";
import { readOrder, report } from "../support/order.js";

/** What the test writes. */
export interface GraphOrder {
  readonly origin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: string;
}

/** What the test reads. */
export interface GraphOutcome {
  readonly product: { readonly appId: string; readonly uniqueName: string };
  /** What an upsert of what is there already returns. */
  readonly again: unknown;
  readonly assignment: Record<string, unknown>;
  readonly client: { readonly appId: string; readonly secret: string };
  readonly names: readonly string[];
  readonly duplicate: { readonly status: number; readonly code: string | null; readonly text: string };
  /** Milliseconds that a call took which Graph throttled. */
  readonly throttled: number;
}

const { origin, tenantId, clientId, secret } = await readOrder<GraphOrder>();
const { host, hostname } = new URL(origin);
const msal = new ConfidentialClientApplication({
  auth: { clientId, clientSecret: secret, authority: `${origin}/${tenantId}`, knownAuthorities: [host] },
});
const graph = Client.initWithMiddleware({
  baseUrl: `${origin}/`,
  customHosts: new Set([hostname]), // without it, the SDK sends no token to another host than Graph's
  authProvider: {
    async getAccessToken() {
      const scopes = ["https://graph.microsoft.com/.default"];
      return (await msal.acquireTokenByClientCredential({ scopes }))!.accessToken;
    },
  },
});

interface Named {
  readonly id: string;
  readonly appId: string;
  readonly uniqueName: string;
}

const role = {
  id: "0d6b0f35-3a5e-5c1c-9d6e-6a4c4f5c0a01",
  value: "Product.Gold.All",
  displayName: "Product.Gold.All",
  description: "Calls the APIs of Gold",
  allowedMemberTypes: ["Application"],
  isEnabled: true,
};
const upsert = (body: object): Promise<unknown> =>
  graph.api("/applications(uniqueName='gold')").header("Prefer", "create-if-missing").patch(body);

const wanted = { displayName: "Gold", appRoles: [role], api: { requestedAccessTokenVersion: 2 } };
const product = (await upsert(wanted)) as Named;
const again = await upsert(wanted);
await graph.api(`/applications/${product.id}`).update({ identifierUris: [`api://${product.appId}`] });
const resource = (await graph.api("/servicePrincipals").post({ appId: product.appId })) as Named;
const client = (await graph.api("/applications").post({ displayName: "Batch" })) as Named;
const principal = (await graph.api("/servicePrincipals").post({ appId: client.appId })) as Named;
const ids = { principalId: principal.id, resourceId: resource.id, appRoleId: role.id };
const assignments = graph.api(`/servicePrincipals/${resource.id}/appRoleAssignedTo`);
const assignment = (await assignments.post(ids)) as Record<string, unknown>;
const password = (await graph.api(`/applications/${client.id}/addPassword`).post({})) as {
  secretText: string;
};

const names: string[] = [];
const first = (await graph.api("/applications").select("displayName").top(1).get()) as PageCollection;
await new PageIterator(
  graph,
  first,
  (one: { displayName: string }) => names.push(one.displayName) > 0,
).iterate();

async function duplicate(): Promise<GraphOutcome["duplicate"]> {
  try {
    await assignments.post(ids);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: error.statusCode, code: error.code, text: error.message };
  }
  throw new Error("a second assignment was accepted");
}

const refused = await duplicate();
await fetch(`${origin}/emulator/faults`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ throttle: { seconds: 1, path: "graph" } }),
});
const start = performance.now();
await graph.api("/applications").get();
const outcome: GraphOutcome = {
  product,
  again: again ?? null,
  assignment,
  client: { appId: client.appId, secret: password.secretText },
  names,
  duplicate: refused,
  throttled: performance.now() - start,
};
report(outcome);
