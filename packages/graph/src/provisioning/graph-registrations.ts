import {
  ProvisioningError,
  type CreatedSecret,
  type ProductLink,
  type RegisteredApplication,
  type SecretSummary,
  type WantedApplication,
  type WantedSecret,
} from "@product-auth/core/clients";
import { isGuid } from "../client/guid.js";
import { ownList, ownText } from "../client/own.js";
import type { Application } from "../directory/application.js";
import { reconcileAccess } from "../directory/reconcile-access.js";
import type { ServicePrincipal } from "../directory/service-principal.js";
import { addOnce } from "../secrets/add-once.js";
import { uniqueNameOf } from "../wanted/names.js";
import { isOurs, productsIn, tagsOf } from "../wanted/tags.js";
import { servicePrincipalBody, SIGN_IN_AUDIENCE } from "../wanted/wanted-application.js";
import { applicationIdIn } from "../wanted/wanted-of.js";
import type { Step } from "./steps.js";

/** The last moment of a `Date`, for a secret without an end. */
const LATEST = 8.64e15;

/** A product as Entra ID has it. */
interface Resource {
  readonly appId: string;
  readonly principal: ServicePrincipal;
  /** Undefined: the application has no such role. */
  readonly roleId: string | undefined;
}

/** The steps of a registration, each repeatable. Only applications with the instance's tag are changed. */
export class GraphRegistrations {
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  async ensureApplication({
    key,
    displayName,
    description,
  }: WantedApplication): Promise<RegisteredApplication> {
    const { at, instance, reader, writer } = this.#step;
    const uniqueName = uniqueNameOf(instance, "client", key);
    // An upsert would overwrite the arrays of an existing application.
    let application = await reader.byUniqueName(uniqueName, { at });
    this.#step.purpose = "create";
    if (application === undefined) {
      const body = {
        displayName: `APIMApplication${displayName}`,
        ...(description !== undefined && description !== "" && { description }),
        signInAudience: SIGN_IN_AUDIENCE,
        tags: [...tagsOf(instance, "client", key)],
      };
      const upserted = await writer.upsertApplication(uniqueName, body, at);
      application = this.#own(upserted.application);
      if (upserted.how === "deleted") application = await writer.restore(application, at);
    } else this.#own(application);
    await this.#principal(application);
    return { clientId: application.appId, objectId: application.id };
  }

  async ensureLink(clientId: string, product: ProductLink): Promise<void> {
    const { at, writer } = this.#step;
    const resource = await this.#resource(product);
    if (resource === undefined)
      throw new ProvisioningError(
        "not-found",
        `the product ${product.name} (${product.audience}) has no application in the tenant`,
        { finding: "P10" },
      );
    const { appId, principal, roleId } = resource;
    if (roleId === undefined)
      throw new ProvisioningError(
        "not-found",
        `the application of the product ${product.name} has no enabled app role ${product.role}`,
        { finding: "P16" },
      );
    const application = await this.#present(clientId);
    this.#step.purpose = "change";
    await reconcileAccess(writer, application, at, {
      needed: { product: product.name, resourceAppId: appId, roleId },
    });
    const client = await this.#principal(application);
    this.#step.purpose = "assign";
    await writer.assign({ principalId: client.id, resourceId: principal.id, appRoleId: roleId }, at);
  }

  async removeLink(clientId: string, product: ProductLink): Promise<void> {
    const { at, reader, writer } = this.#step;
    const application = await this.#found(clientId);
    if (application === undefined) return;
    const resource = await this.#resource(product);
    if (resource === undefined) return;
    const { appId, principal, roleId } = resource;
    const client = await reader.servicePrincipal(application.appId, { at });
    const held = await reader.assignmentsTo(principal.id, at);
    this.#step.purpose = "assign";
    for (const { id, principalId, appRoleId } of held)
      if (principalId === client?.id.toLowerCase() && (roleId === undefined || appRoleId === roleId))
        await writer.unassign(principal.id, id, at);
    this.#step.purpose = "change";
    if (roleId !== undefined)
      await reconcileAccess(writer, application, at, {
        surplus: { product: product.name, resourceAppId: appId, roleId },
      });
  }

  async listSecrets(clientId: string): Promise<readonly SecretSummary[]> {
    const { passwordCredentials } = await this.#present(clientId);
    return passwordCredentials.map(({ keyId, hint, displayName, start, end }) => ({
      keyId,
      ...(hint !== undefined && { hint }),
      ...(displayName !== undefined && { displayName }),
      startDate: Number.isNaN(start) ? 0 : start,
      endDate: Number.isNaN(end) ? LATEST : end,
    }));
  }

  async addSecret(clientId: string, { displayName, endDate }: WantedSecret): Promise<CreatedSecret> {
    const application = await this.#present(clientId);
    this.#step.purpose = "change";
    const added = await addOnce(this.#step, application, this.#step.at, {
      displayName,
      endOf: () => endDate,
    });
    if ("tooMany" in added)
      throw new ProvisioningError("two-secrets", "the application has two active secrets", {
        finding: "P37",
      });
    const { keyId, secretText, end } = added.password;
    return { keyId, secret: secretText, endDate: end };
  }

  async removeSecret(clientId: string, keyId: string): Promise<void> {
    const application = await this.#found(clientId);
    this.#step.purpose = "change";
    // Asked for in any case: what was read may lack a secret that was created seconds ago.
    if (application !== undefined) await this.#step.passwords.remove(application.id, keyId, this.#step.at);
  }

  async remove(clientId: string): Promise<void> {
    const { at, instance, reader, writer } = this.#step;
    const id = this.#guid(clientId);
    const application = await reader.byAppId(id, { at });
    this.#step.purpose = "change";
    if (application !== undefined) {
      const principal = await reader.servicePrincipal(id, { at });
      await writer.deleteApplication(this.#own(application).id, at);
      await writer.purge(application.id, at, true);
      if (principal !== undefined) await writer.purge(principal.id, at, false);
      return;
    }
    // Deleted by an earlier try that ended there.
    const deleted = (await reader.deletedApplications(at)).find(({ appId }) => appId === id);
    if (deleted === undefined || !isOurs(deleted.tags, instance) || isProduct(deleted)) return;
    const principal = (await reader.deletedServicePrincipals(at)).find(({ appId }) => appId === id);
    await writer.purge(deleted.id, at, false);
    if (principal !== undefined) await writer.purge(principal.id, at, false);
  }

  async #principal({ appId }: Application): Promise<ServicePrincipal> {
    const { at, reader, writer } = this.#step;
    const found = await reader.servicePrincipal(appId, { at });
    return found ?? writer.upsertServicePrincipal(appId, servicePrincipalBody(appId, "client"), at);
  }

  async #resource({ audience, role }: ProductLink): Promise<Resource | undefined> {
    const { at, reader } = this.#step;
    const id = applicationIdIn(audience);
    const application =
      id === undefined ? (await reader.byIdentifierUri(audience, at))[0] : await reader.byAppId(id, { at });
    if (application === undefined) return undefined;
    const principal = await reader.servicePrincipal(application.appId, { at });
    if (principal === undefined) return undefined;
    const found = application.appRoles.find(
      (one) =>
        ownText(one, "value") === role &&
        one["isEnabled"] === true &&
        ownList(one, "allowedMemberTypes").includes("Application"),
    );
    return { appId: application.appId, principal, roleId: ownText(found, "id")?.toLowerCase() };
  }

  /** The client's application; one that another process made a moment ago is waited for. */
  async #present(clientId: string): Promise<Application> {
    const { at, client } = this.#step;
    const patience = client.patience();
    do {
      const application = await this.#found(clientId);
      if (application !== undefined) return application;
    } while (await patience.doubling("application", 1, `${at}: not visible yet`));
    throw new ProvisioningError("not-found", `the application ${this.#guid(clientId)} is not in the tenant`, {
      finding: "P30",
    });
  }

  async #found(clientId: string): Promise<Application | undefined> {
    const { at, reader } = this.#step;
    const application = await reader.byAppId(this.#guid(clientId), { at });
    return application === undefined ? undefined : this.#own(application);
  }

  #own(application: Application): Application {
    const { appId, displayName } = application;
    // The instance may have products, too: a client id from a form must not reach their secrets, nor delete them.
    if (isProduct(application))
      throw new ProvisioningError(
        "conflict",
        `the application ${appId} (${displayName}) is that of a product`,
        {
          finding: "P12",
        },
      );
    if (isOurs(application.tags, this.#step.instance)) return application;
    const message = `the application ${appId} (${displayName}) was not made by the instance ${this.#step.instance}`;
    throw new ProvisioningError("conflict", message, { finding: "P12" });
  }

  #guid(clientId: string): string {
    if (isGuid(clientId)) return clientId.toLowerCase();
    throw new ProvisioningError("not-found", "the client id is not a GUID", { finding: "P30" });
  }
}

const isProduct = ({ tags }: Application): boolean => productsIn(tags).length > 0;
