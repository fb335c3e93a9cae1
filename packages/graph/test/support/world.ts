import { type Entra, startEntra } from "@product-auth/emulator";
import {
  applyPlan,
  environmentCredential,
  planCatalog,
  type ProvisionCatalog,
  type ProvisionOptions,
  type ProvisionPlan,
  type ProvisionReport,
  type Progress,
} from "@product-auth/graph";
import { recordedFetch, type Interruption, type RecordedFetch, type Script } from "./recorded-fetch.js";
import { refuseBrokenRules } from "./refuse-broken-rules.js";

/** Members of Graph's objects that tests read; which of them are there depends on the object. */
export interface GraphObject {
  readonly id: string;
  readonly appId: string;
  readonly keyId: string;
  readonly name: string;
  readonly displayName: string;
  readonly uniqueName: string | null;
  readonly tags: readonly string[];
  readonly identifierUris: readonly string[];
  readonly appRoles: readonly GraphObject[];
  readonly appRoleId: string;
  readonly api: Readonly<Record<string, unknown>>;
  readonly optionalClaims: {
    readonly accessToken: readonly GraphObject[];
    readonly idToken: readonly GraphObject[];
  };
  readonly requiredResourceAccess: readonly unknown[];
  readonly passwordCredentials: readonly GraphObject[];
  readonly principalDisplayName: string;
  readonly resourceDisplayName: string;
  readonly value: readonly GraphObject[];
  readonly [member: string]: unknown;
}

/** A tenant in the emulator, and runs against it. Waits move the emulator's clock. */
export interface World {
  readonly entra: Entra;
  /** Seconds that runs have waited. */
  readonly waits: number[];
  readonly progress: Progress[];
  /** Options of a run as a caller with this name among the emulator's clients; default `admin`. */
  options(
    more?: Partial<ProvisionOptions> & { readonly caller?: string },
    recorded?: RecordedFetch,
  ): ProvisionOptions;
  recorder(interruption?: Interruption): RecordedFetch;
  /** Records, and answers some calls by itself. */
  scripted(script: Script): RecordedFetch;
  plan(
    catalog: ProvisionCatalog,
    more?: Partial<ProvisionOptions>,
  ): Promise<ProvisionPlan & { readonly recorded: RecordedFetch }>;
  /** Plans and applies; checks every call against the rules. */
  apply(
    catalog: ProvisionCatalog,
    more?: Partial<ProvisionOptions>,
    recorded?: RecordedFetch,
  ): Promise<ProvisionReport & { readonly recorded: RecordedFetch }>;
  /** Calls Graph as an administrator. */
  graph(method: string, path: string, body?: unknown): Promise<GraphObject>;
  /** All objects, without what differs between two equal tenants. */
  state(): Promise<TenantSnapshot>;
  /** Removes everything that was made since the start, from the bin too. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What a tenant contains, sorted. */
export interface TenantSnapshot {
  readonly applications: readonly GraphObject[];
  readonly servicePrincipals: readonly GraphObject[];
  readonly assignments: readonly GraphObject[];
  readonly deleted: readonly GraphObject[];
}

type Options = Parameters<typeof startEntra>[0];

export async function startWorld(options: Options = {}): Promise<World> {
  const entra = await startEntra({
    ...options,
    products: options.products ?? {},
    clients: { admin: { graphRoles: ["Application Administrator"] }, ...options.clients },
  });
  const waits: number[] = [];
  const progress: Progress[] = [];
  const recorder = (interruption?: Interruption) => recordedFetch(entra.graphUrl, interruption);
  const optionsOf: World["options"] = ({ caller = "admin", ...more } = {}, recorded = recorder()) => {
    const { appId, secret } = entra.clients[caller]!;
    const clock = entra.clock.now;
    const env = {
      AZURE_TENANT_ID: entra.tenantId,
      AZURE_CLIENT_ID: appId,
      AZURE_CLIENT_SECRET: secret,
      AZURE_AUTHORITY_HOST: entra.origin,
    };
    return {
      tenantId: entra.tenantId,
      credential: environmentCredential(env, { clock, fetch: recorded.fetch }),
      graphUrl: entra.graphUrl,
      authorityHost: entra.origin,
      clock,
      fetch: recorded.fetch,
      delay(milliseconds) {
        waits.push(milliseconds / 1000);
        entra.clock.advance(milliseconds / 1000);
        return Promise.resolve();
      },
      onProgress: (one) => void progress.push(one),
      ...more,
    };
  };
  let token = await tokenOf(entra);
  const graph: World["graph"] = async (method, path, body) => {
    const answer = await send(method, path, body);
    if (answer.status !== 401) return read(answer, `${method} ${path}`);
    token = await tokenOf(entra); // the clock has moved on
    return read(await send(method, path, body), `${method} ${path}`);
  };
  const send = (method: string, path: string, body: unknown) =>
    fetch(`${entra.graphUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const read = async (response: Response, call: string): Promise<GraphObject> => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${call}: ${response.status} ${text}`);
    return JSON.parse(text === "" ? "{}" : text) as GraphObject;
  };
  const all = async (path: string): Promise<GraphObject[]> => {
    const found: GraphObject[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const page: GraphObject = await graph("GET", next);
      found.push(...page.value);
      next = (page["@odata.nextLink"] as string | undefined)?.slice(entra.graphUrl.length);
    }
    return found;
  };
  const original = new Set((await all("/applications")).map(({ id }) => id));
  return {
    entra,
    waits,
    progress,
    options: optionsOf,
    recorder,
    scripted: (script) => recordedFetch(entra.graphUrl, undefined, script),
    graph,
    async plan(catalog, more) {
      const recorded = recorder();
      const plan = await planCatalog(catalog, optionsOf(more, recorded));
      refuseBrokenRules(recorded.calls);
      return { ...plan, recorded };
    },
    async apply(catalog, more, recorded = recorder()) {
      const settled = optionsOf(more, recorded);
      const report = await applyPlan(await planCatalog(catalog, settled), settled);
      refuseBrokenRules(recorded.calls);
      return { ...report, recorded };
    },
    async state() {
      const applications = await all("/applications");
      const servicePrincipals = await all("/servicePrincipals");
      const assignments = (
        await Promise.all(
          servicePrincipals.map(({ id }) => all(`/servicePrincipals/${id}/appRoleAssignedTo`)),
        )
      ).flat();
      const deleted = [
        ...(await all("/directory/deletedItems/microsoft.graph.application")),
        ...(await all("/directory/deletedItems/microsoft.graph.servicePrincipal")),
      ];
      return normalised({ applications, servicePrincipals, assignments, deleted });
    },
    async reset() {
      entra.faults.clear();
      for (const { id } of await all("/applications"))
        if (!original.has(id)) await graph("DELETE", `/applications/${id}`);
      for (const kind of ["application", "servicePrincipal"])
        for (const { id } of await all(`/directory/deletedItems/microsoft.graph.${kind}`))
          await graph("DELETE", `/directory/deletedItems/${id}`).catch(() => undefined); // may be gone with the other
      waits.length = 0;
      progress.length = 0;
    },
    close: () => entra.close(),
  };
}

async function tokenOf(entra: Entra): Promise<string> {
  const { appId, secret } = entra.clients["admin"]!;
  const response = await fetch(entra.tokenUrl, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: appId,
      client_secret: secret,
      scope: "https://graph.microsoft.com/.default",
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Ids are replaced by the names of their objects, dates are left out. */
function normalised({
  applications,
  servicePrincipals,
  assignments,
  deleted,
}: Readonly<Record<keyof TenantSnapshot, readonly GraphObject[]>>): TenantSnapshot {
  const names = new Map<string, string>();
  for (const { id, appId, displayName } of [...applications, ...deleted]) {
    names.set(id, `object of ${displayName}`);
    names.set(appId, `app of ${displayName}`);
  }
  for (const { id, displayName } of servicePrincipals) names.set(id, `principal of ${displayName}`);
  const clean = (list: readonly GraphObject[]) =>
    list
      .map((one) => {
        const { createdDateTime: _1, deletedDateTime: _2, id, ...rest } = one;
        const text = JSON.stringify({ ...rest, ...(names.has(id) && { id }) });
        return [...names].reduce((all, [key, name]) => all.replaceAll(key, name), text);
      })
      .sort()
      .map((text) => JSON.parse(text) as GraphObject);
  return {
    applications: clean(applications),
    servicePrincipals: clean(servicePrincipals),
    assignments: clean(assignments),
    deleted: clean(deleted),
  };
}
