import type { GraphClient } from "../client/graph-client.js";
import { APPLICATION_FIELDS, applicationOf, type Application } from "./application.js";
import {
  assignmentsOf,
  servicePrincipalOf,
  type Assignment,
  type ServicePrincipal,
} from "./service-principal.js";

/** How a single object is read. */
export interface ReadOptions {
  readonly at: string;
  /** Whether the object was made in this run: 404 means "not visible yet" and is waited for. */
  readonly fresh?: boolean;
  readonly atMost?: number;
}

/** Reads applications, service principals and role assignments. */
export class DirectoryReader {
  readonly #client: GraphClient;

  constructor(client: GraphClient) {
    this.#client = client;
  }

  /**
   * The applications that carry a tag. Sifted here as well: what this returns may be deleted, and a proxy that drops the filter
   * would return every application of the tenant.
   */
  async tagged(tag: string, at: string): Promise<readonly Application[]> {
    const found = await this.#filtered(`tags/any(t:t eq ${quoted(tag)})`, at);
    return found.filter(({ tags }) => tags.includes(tag));
  }

  async byDisplayName(name: string, at: string): Promise<readonly Application[]> {
    const found = await this.#filtered(`displayName eq ${quoted(name)}`, at);
    return found.filter(({ displayName }) => isSame(displayName, name));
  }

  async byIdentifierUri(uri: string, at: string): Promise<readonly Application[]> {
    const found = await this.#filtered(`identifierUris/any(u:u eq ${quoted(uri)})`, at);
    return found.filter(({ identifierUris }) => identifierUris.some((one) => isSame(one, uri)));
  }

  byAppId(appId: string, options: ReadOptions): Promise<Application | undefined> {
    return this.#application(`/applications(appId=${inPath(appId)})`, options);
  }

  byUniqueName(uniqueName: string, options: ReadOptions): Promise<Application | undefined> {
    return this.#application(`/applications(uniqueName=${inPath(uniqueName)})`, options);
  }

  byObjectId(id: string, options: ReadOptions): Promise<Application | undefined> {
    return this.#application(`/applications/${id}`, options);
  }

  /** The applications in the bin; callers select, since not all properties can be filtered there. */
  async deletedApplications(at: string): Promise<readonly Application[]> {
    const path = "/directory/deletedItems/microsoft.graph.application";
    return (await this.#client.list({ path, at })).map(applicationOf);
  }

  async deletedServicePrincipals(at: string): Promise<readonly ServicePrincipal[]> {
    const path = "/directory/deletedItems/microsoft.graph.servicePrincipal";
    return (await this.#client.list({ path, at })).map(servicePrincipalOf);
  }

  async servicePrincipal(appId: string, options: ReadOptions): Promise<ServicePrincipal | undefined> {
    const json = await this.#one(`/servicePrincipals(appId=${inPath(appId)})`, options);
    return json === undefined ? undefined : servicePrincipalOf(json);
  }

  /** Who holds roles of a resource. No filter: Graph supports few, and the lists are short. */
  async assignmentsTo(servicePrincipalId: string, at: string, fresh = false): Promise<readonly Assignment[]> {
    const path = `/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo`;
    return assignmentsOf(await this.#client.list({ path, at, fresh }));
  }

  async #application(path: string, options: ReadOptions): Promise<Application | undefined> {
    const json = await this.#one(path, options);
    return json === undefined ? undefined : applicationOf(json);
  }

  async #one(path: string, { at, fresh = false, atMost }: ReadOptions): Promise<unknown> {
    const answer = await this.#client.send({
      method: "GET",
      path,
      at,
      fresh,
      ...(atMost !== undefined && { atMost }),
      ...(!fresh && { expects: ({ status }) => status === 404 }),
    });
    return answer.status === 404 ? undefined : answer.json;
  }

  async #filtered(filter: string, at: string): Promise<readonly Application[]> {
    const path = `/applications?$filter=${encodeURIComponent(filter)}&$select=${APPLICATION_FIELDS}&$top=100`;
    return (await this.#client.list({ path, at })).map(applicationOf);
  }
}

// Graph compares names and addresses without regard to case.
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

// OData: a quote inside a text is doubled. Names of a catalog may contain one.
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const inPath = (key: string): string => `'${encodeURIComponent(key.replaceAll("'", "''"))}'`;
