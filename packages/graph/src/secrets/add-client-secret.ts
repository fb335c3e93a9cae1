import { randomUUID } from "node:crypto";
import { ConfigurationError, type Problem } from "@product-auth/core";
import { GraphFailure } from "../client/graph-failure.js";
import type { Application, PasswordCredential } from "../directory/application.js";
import type { Finding } from "../findings/finding.js";
import { finding } from "../findings/findings.js";
import { findingOfFailure } from "../findings/finding-of-failure.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { AddSecretOptions } from "../options/secret-options.js";
import { ProvisionFailedError } from "../report/provision-error.js";
import { reportedSecret } from "../report/secret-state.js";
import type { ClientSecret } from "./client-secret.js";
import { applicationOfClient } from "./find-client.js";
import { addOnce } from "./add-once.js";
import { activeOf } from "./password-writer.js";
import { secretRun } from "./secret-run.js";

const DAY = 86_400_000;

/** Adds a secret to a client of the catalog. Rejects with `ProvisionFailedError` when Entra ID or a limit refuses. */
export async function addClientSecret(
  catalog: ProvisionCatalog,
  client: string,
  options: AddSecretOptions,
): Promise<ClientSecret> {
  const { operation = randomUUID(), days = 365, onOperation } = options;
  refuseProblems(operation, days);
  const run = secretRun(catalog, client, options, "rotate-secret");
  const { at } = run.wanted;
  let application: Application | undefined;
  const fail = (found: Finding) => new ProvisionFailedError(run.report(application, [found]));
  try {
    const found = await applicationOfClient(run.reader, run.wanted, run.instance);
    if ("code" in found) throw fail(found);
    application = found;
    await onOperation?.(operation);
    const wish = {
      displayName: `product-auth ${operation}`,
      endOf: (start: Date) => new Date(start.getTime() + days * DAY),
    };
    const added = await addOnce(run, application, at, wish);
    if ("tooMany" in added) throw fail(twoActive(at, added.tooMany));
    const { keyId, hint, secretText, end } = added.password;
    const own = { keyId, hint, displayName: `product-auth ${operation}`, start: run.clock(), end };
    application = {
      ...added.application,
      passwordCredentials: withOwn(added.application.passwordCredentials, own),
    };
    const now = run.clock();
    const others = activeOf(application.passwordCredentials, now).filter((one) => one.keyId !== keyId);
    return {
      client,
      applicationId: application.appId,
      keyId,
      hint: hint ?? null,
      endDateTime: new Date(end).toISOString(),
      secretText,
      operation,
      others: others.map((one) => reportedSecret(one, now)),
      report: run.report(application, []),
    };
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    throw fail(findingOfFailure(error, at, "change"));
  }
}

function twoActive(at: string, active: readonly PasswordCredential[]): Finding {
  const named = active
    .map(({ keyId, hint }) => (hint === undefined ? keyId : `${keyId} (${hint}…)`))
    .join(", ");
  const name = at.replace(/^clients\./, "");
  const fix = `remove one: product-auth provision CATALOG --remove-secret ${name} --key-id ID`;
  return finding("P37", at, `the client has ${active.length} active secrets: ${named}`, fix);
}

const withOwn = (
  secrets: readonly PasswordCredential[],
  own: PasswordCredential,
): readonly PasswordCredential[] => [...secrets.filter(({ keyId }) => keyId !== own.keyId), own];

function refuseProblems(operation: string, days: number): void {
  const problems: Problem[] = [];
  if (!/^[A-Za-z0-9._-]{1,60}$/.test(operation))
    problems.push({
      path: "operation",
      message: "is not an operation id",
      fix: "write 1 to 60 letters, digits, dots, hyphens and underscores",
    });
  if (!(Number.isInteger(days) && days >= 1 && days <= 365))
    problems.push({ path: "days", message: `is ${days}`, fix: "write a whole number of days from 1 to 365" });
  if (problems.length > 0) throw new ConfigurationError(problems, "The run cannot start");
}
