import type { ApplicationDocument } from "./application-document.js";
import { ApplicationNotFoundError } from "./application-errors.js";
import type { ClientAdministration, NewSecret } from "./client-administration.js";
import type { ClientContext } from "./client-context.js";
import type { CreatedSecret, SecretSummary } from "./client-provisioning.js";
import { asProvisioningError } from "./failed-job.js";
import { LEASE } from "./job-runner.js";
import { actOf } from "./job-steps.js";
import { refuseSuspended } from "./link-changes.js";
import { boundedCall } from "./perform-step.js";
import { ProvisioningError } from "./provisioning-error.js";
import {
  activeSecrets,
  NO_SECRETS,
  withLease,
  withoutLease,
  withRemoved,
  withShown,
  type SecretLedger,
} from "./secret-ledger.js";

/** Makes the functions for the secrets of applications. */
export function applicationSecrets(
  context: ClientContext,
): Pick<ClientAdministration, "listSecrets" | "addSecret" | "removeSecret"> {
  const { store, provisioning, audit, clock } = context;
  const call = <T>(made: () => Promise<T>) => boundedCall(made()).catch(asThrown);

  return {
    async listSecrets(id) {
      const { id: clientId } = await existing(id);
      return call(() => provisioning.listSecrets(clientId));
    },

    async addSecret(id, wanted, act = {}) {
      checkSecret(wanted, clock());
      const { operation } = wanted;
      const clientId = await takeLease(id, wanted);
      let isGone = false;
      try {
        const secret = await create(clientId, wanted, (known) => (isGone = known));
        await show(clientId, operation, secret);
        audit({ action: "add-secret", applicationId: clientId, keyId: secret.keyId, ...actOf(act) });
        return secret;
      } catch (error) {
        await endLease(clientId, operation, isGone);
        throw asThrowable(error);
      }
    },

    async removeSecret(id, keyId, act = {}) {
      const { id: clientId } = await existing(id);
      await call(() => provisioning.removeSecret(clientId, keyId)).catch(ignoreMissing);
      await store.change(clientId, ({ application }) =>
        withLedger(application, withRemoved(ledgerOf(application), keyId, clock())),
      );
      audit({ action: "remove-secret", applicationId: clientId, keyId, ...actOf(act) });
    },
  };

  async function existing(id: string): Promise<ApplicationDocument> {
    const application = await store.application(id);
    if (application === undefined) throw new ApplicationNotFoundError(id);
    return application;
  }

  /** One operation at a time: others are refused until it ends, or until its process has been silent for the lease. */
  async function takeLease(id: string, { operation, ownerId }: NewSecret): Promise<string> {
    const { after } = await store.change(id, ({ application }) => {
      // Transferred since the caller looked at it.
      if (ownerId !== undefined && application.ownerId !== ownerId) throw new ApplicationNotFoundError(id);
      refuseSuspended(application);
      const ledger = ledgerOf(application);
      const now = clock();
      if (ledger.shown.includes(operation))
        throw new ProvisioningError("already-shown", "The secret of this operation was returned already");
      const { until = 0 } = ledger.lease ?? {};
      if (until > now) {
        const retryAfter = Math.ceil((until - now) / 1000);
        const message = "Another secret of the application is being created";
        throw new ProvisioningError("busy", message, { retryAfter });
      }
      return withLedger(application, withLease(ledger, operation, now + LEASE, now));
    });
    return after.application.id;
  }

  /** Creates the secret. `report`: whether no secret of this operation can be left when the creation fails. */
  async function create(
    clientId: string,
    { operation, endDate }: NewSecret,
    report: (isGone: boolean) => void,
  ): Promise<CreatedSecret> {
    const ledger = ledgerOf(await existing(clientId));
    const listed = await withoutUnseen(
      clientId,
      await call(() => provisioning.listSecrets(clientId)),
      ledger,
    );
    report(true);
    if (activeSecrets(listed, ledger, clock()).size >= MOST_SECRETS) throw twoSecrets();
    report(false);
    const displayName = displayNameOf(operation);
    const secret = await call(() => provisioning.addSecret(clientId, { operation, displayName, endDate }));
    // Secrets that were created elsewhere in the meantime, such as in the Entra portal, count as well.
    const again = await call(() => provisioning.listSecrets(clientId)).catch(() => []);
    if (activeSecrets([...again, secret], ledger, clock()).size <= MOST_SECRETS) return secret;
    await call(() => provisioning.removeSecret(clientId, secret.keyId));
    report(true);
    throw twoSecrets();
  }

  /** Removes what earlier attempts created and no caller received. */
  async function withoutUnseen(
    clientId: string,
    listed: readonly SecretSummary[],
    { unseen }: SecretLedger,
  ): Promise<readonly SecretSummary[]> {
    const names = new Set(unseen.map(({ operation }) => displayNameOf(operation)));
    const lost = listed.filter(({ displayName = "" }) => names.has(displayName));
    for (const { keyId } of lost)
      await call(() => provisioning.removeSecret(clientId, keyId)).catch(ignoreMissing);
    return listed.filter((one) => !lost.includes(one));
  }

  /** Records that the secret is returned now. If that fails, the secret is removed: the next operation would remove it. */
  async function show(clientId: string, operation: string, secret: CreatedSecret): Promise<void> {
    try {
      await store.change(clientId, ({ application }) => {
        const ledger = ledgerOf(application);
        if (ledger.lease?.operation !== operation) throw leaseLost();
        return withLedger(application, withShown(ledger, operation, secret, clock()));
      });
    } catch (error) {
      await call(() => provisioning.removeSecret(clientId, secret.keyId)).catch(() => undefined);
      throw error;
    }
  }

  // When this fails too, the lease ends by itself, and the next operation removes what is left.
  async function endLease(clientId: string, operation: string, isGone: boolean): Promise<void> {
    const end = store.change(clientId, ({ application }) => {
      const ledger = ledgerOf(application);
      if (ledger.lease?.operation !== operation) return { unchanged: true };
      return withLedger(application, withoutLease(ledger, operation, isGone));
    });
    await end.catch(() => undefined);
  }
}

/** Active secrets of one application, as in API Management. */
const MOST_SECRETS = 2;
/** A year, also a leap year. */
const LONGEST = 366 * 86_400_000;

function checkSecret({ operation, endDate }: NewSecret, now: number): void {
  if (typeof operation !== "string" || !/^[\w.-]{1,60}$/.test(operation))
    throw new RangeError("operation has the wrong characters or length; write 1 to 60 of A-Z a-z 0-9 . _ -");
  const lifetime = endDate.getTime() - now;
  if (!(lifetime > 0 && lifetime <= LONGEST))
    throw new RangeError("endDate is not in the future, or more than 366 days away");
}

const displayNameOf = (operation: string): string => `product-auth ${operation}`;

const ledgerOf = ({ secrets = NO_SECRETS }: ApplicationDocument): SecretLedger => secrets;

const withLedger = (application: ApplicationDocument, secrets: SecretLedger) => ({
  application: { ...application, secrets },
});

const twoSecrets = () =>
  new ProvisioningError("two-secrets", "The application has two active secrets; remove one first");

const leaseLost = () =>
  new ProvisioningError("busy", "The secret took too long to create, and another one is being created");

/** A failure of the provisioning is a `ProvisioningError` for the caller; a failure of the records stays what it is. */
function asThrown(error: unknown): never {
  throw asProvisioningError(error);
}

const asThrowable = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function ignoreMissing(error: unknown): void {
  if (!(error instanceof ProvisioningError && error.reason === "not-found")) throw error;
}
