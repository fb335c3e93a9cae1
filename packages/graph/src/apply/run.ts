import type { GraphClient } from "../client/graph-client.js";
import type { Application } from "../directory/application.js";
import { reconcile } from "../directory/reconcile.js";
import type { DirectoryReader } from "../directory/reads.js";
import type { ServicePrincipal } from "../directory/service-principal.js";
import type { DirectoryWriter } from "../directory/writes.js";
import type { Purpose } from "../findings/finding-of-failure.js";
import { GraphFailure } from "../client/graph-failure.js";
import { isLinked, ownRolesOf, roleIdFor } from "../plan/links.js";
import type { Planned, PlannedWork, Removal } from "../plan/planned-work.js";
import type { Change } from "../report/report.js";
import { unmarkedTags } from "../wanted/differences.js";
import { ADOPTED, isOurs } from "../wanted/tags.js";
import {
  creationBody,
  servicePrincipalBody,
  type NeededRole,
  type WantedApplication,
} from "../wanted/wanted-application.js";
import type { WantedProduct } from "../wanted/wanted-of.js";

/** What a run calls Graph with. */
export interface RunTools {
  readonly client: GraphClient;
  readonly reader: DirectoryReader;
  readonly writer: DirectoryWriter;
}

/** The writes of a plan, one after the other: products, clients, removals. Stops at the first failure. */
export class Run {
  /** Where the run is. */
  at = "tenant";
  /** What the current call is for. */
  purpose: Purpose = "read";
  readonly products: Planned<WantedProduct>[];
  readonly clients: Planned[];
  readonly changes: Change[];
  readonly #work: PlannedWork;
  readonly #tools: RunTools;

  constructor(work: PlannedWork, changes: readonly Change[], tools: RunTools) {
    this.#work = work;
    this.#tools = tools;
    this.products = [...work.products];
    this.clients = [...work.clients];
    this.changes = [...changes];
  }

  async all(): Promise<void> {
    if (this.#work.mode === "apply") {
      for (const i of this.products.keys()) await this.#product(i);
      for (const i of this.clients.keys()) await this.#client(i);
    }
    for (const removal of this.#work.removals) await this.#remove(removal);
  }

  async #product(i: number): Promise<void> {
    const planned = this.#latest(this.products[i]!);
    this.products[i] = planned;
    const application = await this.#application(planned, [], [], (made) => {
      this.products[i] = { ...planned, found: "there", application: made };
    });
    this.products[i] = { ...planned, found: "there", application };
    const servicePrincipal = await this.#servicePrincipal(planned, application);
    const { wanted, found, assignments } = planned;
    // A restored service principal brings its assignments back.
    const held =
      planned.servicePrincipal === undefined && found !== "absent"
        ? await this.#tools.reader.assignmentsTo(servicePrincipal.id, wanted.at, true)
        : assignments;
    this.products[i] = { wanted, found: "there", application, servicePrincipal, assignments: held };
    this.#done(wanted.at, `${wanted.at}.servicePrincipal`);
  }

  async #client(i: number): Promise<void> {
    const planned = this.clients[i]!;
    const { wanted } = planned;
    const own = ownRolesOf(this.products);
    const needed = own.filter(({ product }) => wanted.products.includes(product));
    const application = await this.#application(planned, needed, own, (made) => {
      this.clients[i] = { ...planned, found: "there", application: made };
    });
    this.clients[i] = { ...planned, found: "there", application };
    const servicePrincipal = await this.#servicePrincipal(planned, application);
    const client = { ...planned, found: "there", application, servicePrincipal } as const;
    this.clients[i] = client;
    this.#done(wanted.at, `${wanted.at}.servicePrincipal`);
    for (const name of wanted.products) await this.#link(client, name);
  }

  /**
   * Creates, restores, adopts or changes an application, whatever it needs. `keep` gets it as soon as its ids are known: the
   * report of a run that ends later states them.
   */
  async #application(
    { wanted, found, application }: Planned,
    needed: readonly NeededRole[],
    ownRoles: readonly NeededRole[],
    keep: (application: Application) => void,
  ): Promise<Application> {
    const { client, writer } = this.#tools;
    const { at } = wanted;
    this.at = at;
    this.purpose = "create";
    let current = application;
    if (found === "absent" || current === undefined) {
      const upserted = await writer.upsertApplication(wanted.uniqueName, creationBody(wanted, needed), at);
      current = upserted.application;
      if (upserted.how === "deleted") current = await this.#restored(current, wanted);
    } else if (found === "deleted") current = await writer.restore(current, at);
    keep(current);
    this.purpose = writer.isFresh(current.id) ? "create" : "change";
    const isAdopted = found === "adopt" || current.tags.includes(ADOPTED);
    return reconcile(writer, current, wanted, { isAdopted, needed, ownRoles }, client.patience());
  }

  // Between the plan and the write, another run deleted the application, or one of other origin with the name was deleted.
  async #restored(deleted: Application, { at, uniqueName }: WantedApplication): Promise<Application> {
    if (isOurs(deleted.tags, this.#work.wanted.instance)) return this.#tools.writer.restore(deleted, at);
    const holder = `the deleted application ${deleted.appId} (${deleted.displayName})`;
    throw new GraphFailure({ reason: "name taken", text: `${uniqueName} is taken by ${holder}` });
  }

  async #servicePrincipal(planned: Planned, { appId }: Application): Promise<ServicePrincipal> {
    const { reader, writer } = this.#tools;
    const { wanted, found } = planned;
    const { at, kind } = wanted;
    let present = planned.servicePrincipal;
    if (present === undefined && found !== "absent") {
      // A run that ended between the restoring of both: a new service principal would lose the assignments of others.
      if (found !== "deleted") await writer.restoreServicePrincipal(appId, at);
      if (writer.isFresh(appId)) present = await reader.servicePrincipal(appId, { at, fresh: false });
    }
    present ??= await writer.upsertServicePrincipal(appId, servicePrincipalBody(appId, kind), at);
    if (kind === "client" || present.appRoleAssignmentRequired) return present;
    await writer.requireAssignment(present.id, at);
    return { ...present, appRoleAssignmentRequired: true };
  }

  async #link(
    client: Planned & { readonly servicePrincipal: ServicePrincipal },
    name: string,
  ): Promise<void> {
    const i = this.products.findIndex(({ wanted }) => wanted.name === name);
    const product = this.products[i];
    const resourceId = product?.servicePrincipal?.id;
    if (product === undefined || resourceId === undefined) return;
    const at = `${client.wanted.at}.${product.wanted.at}`;
    this.at = at;
    this.purpose = "assign";
    if (!isLinked(client, product)) {
      const wish = { principalId: client.servicePrincipal.id, resourceId, appRoleId: roleIdFor(product) };
      const made = await this.#tools.writer.assign(wish, at);
      this.products[i] = { ...product, assignments: [...product.assignments, made] };
    }
    this.#done(at);
  }

  async #remove(removal: Removal): Promise<void> {
    const { writer } = this.#tools;
    const { at } = removal;
    this.at = at;
    if (removal.kind === "assignment") {
      this.purpose = "assign";
      await writer.unassign(removal.resourceId, removal.assignment.id, at);
      this.#forget(removal.assignment.id);
    } else {
      this.purpose = "change";
      const { application, isAdopted, isDeleted, servicePrincipalId } = removal;
      if (isAdopted)
        await writer.patchApplication(application.id, { tags: unmarkedTags(application.tags) }, at);
      else {
        if (!isDeleted) await writer.deleteApplication(application.id, at);
        if (this.#work.purge) {
          await writer.purge(application.id, at, !isDeleted);
          if (servicePrincipalId !== undefined) await writer.purge(servicePrincipalId, at, false);
        }
      }
    }
    this.#done(at);
  }

  #forget(assignmentId: string): void {
    for (const [i, product] of this.products.entries())
      this.products[i] = {
        ...product,
        assignments: product.assignments.filter(({ id }) => id !== assignmentId),
      };
  }

  // Products that share an application see what the run has changed for the ones before.
  #latest(planned: Planned<WantedProduct>): Planned<WantedProduct> {
    const other = this.products.findLast(
      (one) =>
        one !== planned &&
        one.application !== undefined &&
        one.application.id === planned.application?.id &&
        this.products.indexOf(one) < this.products.indexOf(planned),
    );
    if (other === undefined) return planned;
    const { application, servicePrincipal } = other;
    return {
      ...planned,
      ...(application !== undefined && { application }),
      ...(servicePrincipal !== undefined && { servicePrincipal }),
    };
  }

  #done(...places: readonly string[]): void {
    for (const [i, change] of this.changes.entries())
      if (places.includes(change.at)) this.changes[i] = { ...change, done: true };
  }
}
