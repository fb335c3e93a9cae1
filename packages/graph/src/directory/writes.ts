import type { HttpAnswer } from "../client/exchange.js";
import type { GraphClient } from "../client/graph-client.js";
import { existsAlready, isAssigned, isEnabledRole, isTaken, type GraphError } from "../client/graph-error.js";
import { GraphFailure } from "../client/graph-failure.js";
import type { JsonMembers } from "../client/json-value.js";
import type { Patience } from "../client/patience.js";
import { isMembers, applicationOf, type Application } from "./application.js";
import type { DirectoryReader } from "./reads.js";
import {
  assignmentsOf,
  servicePrincipalOf,
  type Assignment,
  type ServicePrincipal,
} from "./service-principal.js";

/** Seconds for which a name that seems to be taken is looked for. */
const LOOKING = 15;

/** What an upsert of an application led to. `deleted`: the name belongs to an application in the bin. */
export interface Upserted {
  readonly how: "created" | "found" | "deleted";
  readonly application: Application;
}

/** Role assignments are identified by these three ids. */
export interface AssignmentWish {
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
}

/**
 * Writes applications, service principals and role assignments. Every method may be repeated after a crash, and remembers the
 * ids that it made: Graph may not know those everywhere for a while.
 */
export class DirectoryWriter {
  readonly #client: GraphClient;
  readonly #reader: DirectoryReader;
  readonly #made: Set<string>;

  /** `made`: ids that earlier writers of this process have made. */
  constructor(client: GraphClient, reader: DirectoryReader, made: Set<string> = new Set<string>()) {
    this.#client = client;
    this.#reader = reader;
    this.#made = made;
  }

  /** Remembers ids that this run has made. */
  made(...ids: readonly string[]): void {
    for (const id of ids) this.#made.add(id.toLowerCase());
  }

  /** Whether one of these ids was made in this run. */
  isFresh(...ids: readonly string[]): boolean {
    return ids.some((id) => this.#made.has(id.toLowerCase()));
  }

  /** Creates an application under its alternate key, unless another run was faster. */
  async upsertApplication(uniqueName: string, body: JsonMembers, at: string): Promise<Upserted> {
    const answer = await this.#client.send({
      method: "PATCH",
      path: `/applications(uniqueName='${uniqueName}')`,
      body,
      upsert: true,
      at,
      expects: (error) => isTaken(error, "uniqueName") || existsAlready(error),
    });
    if (answer.status >= 400) return this.#holderOf(uniqueName, at);
    if (isMembers(answer.json)) {
      const application = applicationOf({ ...body, ...answer.json });
      this.made(application.id, application.appId);
      return { how: "created", application };
    }
    const application = await this.#reader.byUniqueName(uniqueName, { at, fresh: true });
    return { how: "found", application: this.#present(application) };
  }

  // Another run holds the name, and this replica does not show it yet; or an application in the bin holds it.
  async #holderOf(uniqueName: string, at: string): Promise<Upserted> {
    const patience = this.#client.patience(LOOKING);
    do {
      const application = await this.#reader.byUniqueName(uniqueName, { at });
      if (application !== undefined) return { how: "found", application };
      const deleted = (await this.#reader.deletedApplications(at)).find(
        (one) => one.uniqueName === uniqueName,
      );
      if (deleted !== undefined) return { how: "deleted", application: deleted };
    } while (
      await patience.doubling(
        "name",
        1,
        `${at}: the name ${uniqueName} is taken, its holder is not visible yet`,
      )
    );
    throw new GraphFailure({
      reason: "name taken",
      text: `the name ${uniqueName} is taken by an object that is not visible`,
    });
  }

  /** Brings an application and its service principal back from the bin; with them, its role assignments. */
  async restore({ id, appId }: Application, at: string): Promise<Application> {
    await this.#restoreItem(id, at, async () => (await this.#reader.byObjectId(id, { at })) !== undefined);
    this.made(id, appId);
    await this.restoreServicePrincipal(appId, at);
    return this.#present(await this.#reader.byObjectId(id, { at, fresh: true }));
  }

  /** Brings the service principal of an application back. False: it is not in the bin. */
  async restoreServicePrincipal(appId: string, at: string): Promise<boolean> {
    const deleted = (await this.#reader.deletedServicePrincipals(at)).find((one) => one.appId === appId);
    if (deleted === undefined) return false;
    await this.#restoreItem(
      deleted.id,
      at,
      async () => (await this.#reader.servicePrincipal(appId, { at })) !== undefined,
    );
    this.made(deleted.id, appId);
    return true;
  }

  async #restoreItem(id: string, at: string, isBack: () => Promise<boolean>): Promise<void> {
    const back = async (): Promise<HttpAnswer | undefined> =>
      (await isBack()) ? { status: 200, json: undefined } : undefined;
    const path = `/directory/deletedItems/${id}/restore`;
    const call = { method: "POST", path, at, look: back } as const;
    const answer = await this.#client.send({ ...call, expects: ({ status }) => status === 404 });
    // Another run has restored it already, or an administrator has purged it.
    if (answer.status === 404 && (await back()) === undefined)
      await this.#client.send({ ...call, fresh: false });
  }

  /** Changes an application. Only `expects` is returned as an answer; any other refusal throws. */
  patchApplication(
    id: string,
    body: JsonMembers,
    at: string,
    expects?: (error: GraphError) => boolean,
  ): Promise<HttpAnswer> {
    const fresh = this.isFresh(id);
    const path = `/applications/${id}`;
    return this.#client.send({
      method: "PATCH",
      path,
      body,
      at,
      fresh,
      ...(expects !== undefined && { expects }),
    });
  }

  /** The failure of a change to an application, for an answer that `expects` has returned. */
  refusal({ id }: Pick<Application, "id">, answer: HttpAnswer): GraphFailure {
    return this.#client.refusal({ method: "PATCH", path: `/applications/${id}` }, answer);
  }

  /** Waits as a conflict asks. False: this was the last time. */
  static async mayRepeat(patience: Patience, at: string): Promise<boolean> {
    return (
      patience.count("conflict") < 3 &&
      (await patience.doubling("conflict", 1, `${at}: changed by another caller`))
    );
  }

  static readonly isConflict = (error: GraphError): boolean =>
    error.status === 409 || error.status === 412 || isEnabledRole(error);

  /** The application as it is now. */
  async again({ id }: Application, at: string): Promise<Application> {
    return this.#present(await this.#reader.byObjectId(id, { at, fresh: true }));
  }

  /** Throws unless the application itself has the address that seems to be taken. */
  async refuseForeignUri({ id }: Application, uri: string, at: string): Promise<Application> {
    const patience = this.#client.patience(LOOKING);
    do {
      const application = this.#present(await this.#reader.byObjectId(id, { at, fresh: true }));
      if (application.identifierUris.includes(uri)) return application;
      const holders = [
        ...(await this.#reader.byIdentifierUri(uri, at)),
        ...(await this.#reader.deletedApplications(at)).filter(({ identifierUris }) =>
          identifierUris.includes(uri),
        ),
      ];
      const holder = holders.find((one) => one.id !== id);
      if (holder !== undefined)
        throw new GraphFailure({
          reason: "name taken",
          text: `${uri} is taken by the application ${holder.appId} (${holder.displayName})`,
        });
    } while (
      await patience.doubling(
        "address",
        1,
        `${at}: the address ${uri} is taken, its holder is not visible yet`,
      )
    );
    throw new GraphFailure({
      reason: "name taken",
      text: `${uri} is taken by an object that is not visible`,
    });
  }

  /** Creates the service principal of an application, unless it exists. */
  async upsertServicePrincipal(appId: string, body: JsonMembers, at: string): Promise<ServicePrincipal> {
    const answer = await this.#client.send({
      method: "PATCH",
      path: `/servicePrincipals(appId='${appId}')`,
      body,
      upsert: true,
      at,
      fresh: this.isFresh(appId),
      expects: existsAlready,
    });
    if (answer.status < 400 && isMembers(answer.json)) {
      const made = servicePrincipalOf({ ...body, ...answer.json });
      this.made(made.id);
      return made;
    }
    const found = await this.#reader.servicePrincipal(appId, { at, fresh: true });
    return this.#present(found);
  }

  /** Entra ID then issues tokens only to clients that hold a role. */
  async requireAssignment(id: string, at: string): Promise<void> {
    const path = `/servicePrincipals/${id}`;
    const body = { appRoleAssignmentRequired: true };
    await this.#client.send({ method: "PATCH", path, body, at, fresh: this.isFresh(id) });
  }

  /** Assigns a role. An assignment that exists is as good as a new one. */
  async assign(wish: AssignmentWish, at: string): Promise<Assignment> {
    const { principalId, resourceId, appRoleId } = wish;
    const fresh = this.isFresh(principalId, resourceId, appRoleId);
    const path = `/servicePrincipals/${resourceId}/appRoleAssignedTo`;
    const look = async (): Promise<HttpAnswer | undefined> => {
      const all = await this.#reader.assignmentsTo(resourceId, at, fresh);
      const found = all.find(
        (one) => one.principalId === principalId.toLowerCase() && one.appRoleId === appRoleId.toLowerCase(),
      );
      return found === undefined ? undefined : { status: 200, json: found };
    };
    const body = { principalId, resourceId, appRoleId };
    const answer = await this.#client.send({
      method: "POST",
      path,
      body,
      at,
      fresh,
      look,
      expects: isAssigned,
    });
    const [made] = assignmentsOf([answer.json]);
    return (
      made ?? {
        id: "",
        principalId: principalId.toLowerCase(),
        resourceId,
        appRoleId: appRoleId.toLowerCase(),
      }
    );
  }

  async unassign(resourceId: string, assignmentId: string, at: string): Promise<void> {
    const path = `/servicePrincipals/${resourceId}/appRoleAssignedTo/${encodeURIComponent(assignmentId)}`;
    await this.#client.send({ method: "DELETE", path, at, expects: isGone });
  }

  async deleteApplication(id: string, at: string): Promise<void> {
    await this.#client.send({ method: "DELETE", path: `/applications/${id}`, at, expects: isGone });
  }

  /** Removes an object from the bin. `isNew`: it was deleted a moment ago, and may not be visible there yet. */
  async purge(id: string, at: string, isNew: boolean): Promise<void> {
    const call = { method: "DELETE", path: `/directory/deletedItems/${id}`, at } as const;
    if (!isNew) {
      await this.#client.send({ ...call, expects: isGone });
      return;
    }
    try {
      await this.#client.send({ ...call, fresh: true, atMost: LOOKING });
    } catch (error) {
      if (!(error instanceof GraphFailure && error.facts.reason === "not visible")) throw error;
    }
  }

  #present<T>(found: T | undefined): T {
    if (found !== undefined) return found;
    throw new GraphFailure({ reason: "not visible", text: "the object disappeared" });
  }
}

const isGone = ({ status }: GraphError): boolean => status === 404;
