import { ConfigurationError } from "@product-auth/core";
import { isGuid } from "../client/guid.js";
import type { Application } from "../directory/application.js";
import { findingOfFailure } from "../findings/finding-of-failure.js";
import type { GraphOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { ProvisionReport } from "../report/report.js";
import { applicationOfClient } from "./find-client.js";
import { secretRun } from "./secret-run.js";

/** Removes a secret of a client. A secret that does not exist is removed already. Refusals are findings. */
export async function removeClientSecret(
  catalog: ProvisionCatalog,
  client: string,
  keyId: string,
  options: GraphOptions,
): Promise<ProvisionReport> {
  if (!isGuid(keyId)) {
    const fix = "write the id of the secret, a GUID, as reports show it";
    throw new ConfigurationError(
      [{ path: "keyId", message: "is not a key id", fix }],
      "The run cannot start",
    );
  }
  const run = secretRun(catalog, client, options, "remove-secret");
  const { at } = run.wanted;
  let application: Application | undefined;
  try {
    const found = await applicationOfClient(run.reader, run.wanted, run.instance);
    if ("code" in found) return run.report(undefined, [found]);
    application = found;
    const isSame = (one: { readonly keyId: string }) => one.keyId.toLowerCase() === keyId.toLowerCase();
    if (application.passwordCredentials.some(isSame)) await run.passwords.remove(application.id, keyId, at);
    const left = application.passwordCredentials.filter((one) => !isSame(one));
    return run.report({ ...application, passwordCredentials: left }, []);
  } catch (error) {
    return run.report(application, [findingOfFailure(error, at, "change")]);
  }
}
