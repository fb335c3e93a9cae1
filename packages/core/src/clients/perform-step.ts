import { isGuid } from "../lib/guid.js";
import { withTimeout } from "../lib/with-timeout.js";
import type { ClientProvisioning } from "./client-provisioning.js";
import type { StepOutcome } from "./complete-step.js";
import type { JobDocument, StepDocument } from "./job-document.js";
import { ProvisioningError } from "./provisioning-error.js";

/** Milliseconds for one call: less than the lease, in which no other process works on the job. */
const LONGEST_CALL = 25_000;

/** Waits for an answer of the provisioning, for a bounded time. */
export function boundedCall<T>(call: Promise<T>): Promise<T> {
  const late = () =>
    new ProvisioningError("unavailable", `Provisioning did not answer within ${LONGEST_CALL / 1000} seconds`);
  return withTimeout(call, LONGEST_CALL, late);
}

/** Does a step in Entra ID. Steps that only change records do nothing here. */
export async function performStep(
  job: JobDocument,
  { name, product, keyIds, byHand }: StepDocument,
  provisioning: ClientProvisioning,
): Promise<StepOutcome> {
  if (byHand === true) return {};
  const { clientId = "" } = job;
  switch (name) {
    case "application":
      return registered(await boundedCall(provisioning.ensureApplication(wantedOf(job))));
    case "link":
      await boundedCall(provisioning.ensureLink(clientId, product!));
      return {};
    case "unlink":
      await boundedCall(gone(provisioning.removeLink(clientId, product!)));
      return {};
    case "secrets":
      await boundedCall(gone(removeSecrets(clientId, keyIds, provisioning)));
      return {};
    case "remove":
      await boundedCall(gone(provisioning.remove(clientId)));
      return {};
    case "record":
    case "restore":
      return {};
  }
}

const wantedOf = ({ id, displayName, description }: JobDocument) => ({
  key: id,
  displayName,
  ...(description !== undefined && { description }),
});

/** Checks a client id, and writes it in lower case, as tokens carry it. */
export function registered({
  clientId,
  objectId,
}: {
  readonly clientId: string;
  readonly objectId?: string;
}): StepOutcome {
  if (!isGuid(clientId))
    throw new ProvisioningError("conflict", "The client id is not a GUID; write the Application (client) ID");
  return { clientId: clientId.toLowerCase(), ...(objectId !== undefined && { objectId }) };
}

/** Treats what does not exist as removed. */
async function gone(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof ProvisioningError && error.reason === "not-found")) throw error;
  }
}

async function removeSecrets(
  clientId: string,
  created: readonly string[] = [],
  provisioning: ClientProvisioning,
): Promise<void> {
  const listed = await provisioning.listSecrets(clientId);
  for (const keyId of new Set([...listed.map((one) => one.keyId), ...created]))
    await gone(provisioning.removeSecret(clientId, keyId));
}
