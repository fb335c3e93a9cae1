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
import { activeOf, type AddedPassword } from "./password-writer.js";
import { secretRun, type SecretRun } from "./secret-run.js";

/** Secrets that a client may have at a time: the one in use, and its successor. */
const MOST_ACTIVE = 2;
const DAY = 86_400_000;
/** Tries after lost answers; each is preceded by waits that grow. */
const MOST_TRIES = 10;

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
    const added = await addOnce(run, application, `product-auth ${operation}`, days);
    if ("code" in added) throw fail(added);
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

interface Added {
  readonly application: Application;
  readonly password: AddedPassword;
}

/** Removes what an earlier try with this name has added, then adds: at most one secret of the operation is left. */
async function addOnce(
  { wanted: { at }, passwords, clock }: SecretRun,
  found: Application,
  displayName: string,
  days: number,
): Promise<Added | Finding> {
  let application = found;
  for (let tries = 1; ; tries++) {
    application = await passwords.read(application, at);
    const earlier = application.passwordCredentials.filter((one) => one.displayName === displayName);
    for (const { keyId } of earlier) await passwords.remove(application.id, keyId, at);
    const left = application.passwordCredentials.filter((one) => !earlier.includes(one));
    application = { ...application, passwordCredentials: left };
    const active = activeOf(left, clock());
    if (active.length >= MOST_ACTIVE) return twoActive(at, active);
    const start = new Date(clock());
    const end = new Date(start.getTime() + days * DAY);
    const password = await passwords.add(application.id, { displayName, start, end }, at);
    if (password === "lost") {
      if (tries < MOST_TRIES) continue;
      throw new GraphFailure({ reason: "unavailable", call: "POST /applications/{id}/addPassword" });
    }
    // Two rotations at the same time: each sees only the other's start. The later reader withdraws.
    const after = await passwords.read(application, at);
    const others = after.passwordCredentials.filter(({ keyId }) => keyId !== password.keyId);
    const othersActive = activeOf(others, clock());
    if (othersActive.length < MOST_ACTIVE) return { application: after, password };
    await passwords.remove(application.id, password.keyId, at);
    return twoActive(at, othersActive);
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
