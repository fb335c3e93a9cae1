import { ProvisioningError } from "@product-auth/core/clients";
import { actFrom } from "../../arguments/act-from.js";
import type { CommandIo } from "../../command-io.js";
import { writeDocument } from "../../output/write-document.js";
import { printable } from "../../printable.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom, keyIdFrom } from "../arguments/read-ids.js";
import type { Work } from "../desk.js";
import { beginProgress } from "../../output/progress.js";
import { refusalOf } from "../refusals.js";
import { consentTo } from "../../arguments/consent-to.js";

/** Removes a secret. */
export async function removeSecret(order: Order, io: CommandIo): Promise<Work> {
  const id = clientIdFrom(order.subject);
  const keyId = keyIdFrom(order.texts["key-id"]);
  const confirm = consentTo(`Remove the secret ${keyId} of ${id}?`, order, io);
  return async function remove(desk) {
    await confirm();
    const progress = beginProgress(io, "Removing the secret in Entra ID; waiting at most 25 s");
    try {
      await desk.administration.removeSecret(id, keyId, actFrom(order));
    } catch (error) {
      throw error instanceof ProvisioningError ? refusalOf(error, id) : error;
    } finally {
      progress.end();
    }
    writeDocument(desk, { removed: { id, keyId } }, `Secret ${printable(keyId)} is removed.\n`);
    return 0;
  };
}
