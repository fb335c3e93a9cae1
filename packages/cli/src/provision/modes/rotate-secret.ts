import type { ClientSecret, Finding, ProvisionReport } from "@product-auth/graph";
import type { ExitCode } from "../../command-io.js";
import { printable } from "../../printable.js";
import { wordsOf } from "../../output/ending-of.js";
import { findingsText } from "../output/report-text.js";
import { reportJson } from "../output/report-json.js";
import { checkSecretFile, createSecretFile, type SecretFile } from "../secret-file.js";
import { untilInterrupted } from "../until-interrupted.js";
import { graphOptionsOf, type RunContext } from "./run-context.js";

/** Adds a secret to a client and prints it, or writes it to a new file. Stdout has the secret and nothing else. */
export async function rotateSecret(context: RunContext): Promise<ExitCode> {
  const { order, io, program, settled } = context;
  const { operation, "secret-file": path } = order.texts;
  const { days } = settled.values;
  if (path !== undefined) await checkSecretFile(path);
  let file: SecretFile | undefined;
  let hasBegun = false;
  return untilInterrupted(async (signal) => {
    let secret: ClientSecret;
    try {
      secret = await program.addClientSecret(settled.catalog, order.client, {
        ...graphOptionsOf(context),
        signal,
        ...(operation !== undefined && { operation }),
        ...(days !== undefined && { days }),
        async onOperation(id) {
          io.stderr.write(`Operation ${printable(id)}: --operation ${printable(id)} runs it again.\n`);
          if (path !== undefined) file ??= await createSecretFile(path);
          hasBegun = true;
        },
      });
    } catch (error) {
      await file?.discard();
      if (error instanceof program.ProvisionFailedError) return refused(context, error.report);
      // Exit code 2 would state that nothing was written.
      if (!hasBegun && !signal.aborted) throw error;
      return refused(context, endedEarly(context, signal.aborted ? "it was interrupted" : wordsOf(error)));
    }
    try {
      await file?.write(secret.secretText);
    } catch (error) {
      await file?.discard();
      return refused(context, lost(secret, error as NodeJS.ErrnoException));
    }
    printSecret(context, secret);
    return 0;
  });
}

function printSecret(context: RunContext, secret: ClientSecret): void {
  const { order, io } = context;
  const { client, applicationId, keyId, hint, endDateTime, secretText } = secret;
  const path = order.texts["secret-file"];
  io.stderr.write(notesOf(secret));
  if (order.flags.has("json")) {
    const text = path === undefined ? { secretText } : { file: path };
    const document = { client, applicationId, keyId, hint, endDateTime, ...text };
    io.stdout.write(reportJson({ ...secret.report, catalog: catalogOf(context) }, document));
  } else if (path === undefined) io.stdout.write(`${secretText}\n`);
}

function refused(context: RunContext, report: ProvisionReport): ExitCode {
  const { order, io } = context;
  if (order.flags.has("json"))
    io.stdout.write(reportJson({ ...report, exit: 1, catalog: catalogOf(context) }));
  io.stderr.write(findingsText(report.findings));
  return 1;
}

function endedEarly({ settled, order }: RunContext, reason: string): ProvisionReport {
  const { tenantId } = settled.graph;
  const findings = [
    failure(
      order.client,
      `the rotation ended early and may have added a secret: ${reason}`,
      "--operation ID runs it again",
    ),
  ];
  return {
    ...{ report: 1, mode: "rotate-secret", exit: 1, tenantId },
    instance: settled.catalog.provision?.instance ?? "default",
    ...{ changes: [], products: {}, clients: {}, findings, catalog: { path: null, changed: false } },
  };
}

function lost({ client, keyId, operation, report }: ClientSecret, { code }: NodeJS.ErrnoException) {
  const message = `secret ${keyId} was added, but its file could not be written (${code})`;
  const fix = `--rotate-secret ${client} --operation ${operation} replaces it`;
  return { ...report, findings: [...report.findings, failure(client, message, fix)] };
}

const failure = (client: string, message: string, fix: string): Finding => ({
  code: "P09",
  severity: "error",
  at: `clients.${client}`,
  message,
  fix,
});

const catalogOf = ({ order }: RunContext) => ({ path: order.catalog, changed: false });

function notesOf({ client, applicationId, keyId, hint, endDateTime, others }: ClientSecret): string {
  const lines = [
    `Client ${client}: client id ${applicationId}, secret ${hint ?? ""}…, key id ${keyId}, ends ${endDateTime}.`,
    ...others.map(
      (other) =>
        `Also active: secret ${other.hint ?? ""}…, key id ${other.keyId}, ends ${other.endDateTime}.`,
    ),
    "Entra ID may refuse the new secret with AADSTS7000215 for some seconds.",
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}
