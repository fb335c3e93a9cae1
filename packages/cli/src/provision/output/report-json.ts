import type { Problem } from "@product-auth/core";
import type { ProvisionMode, ProvisionReport } from "@product-auth/graph";
import { jsonText } from "../../output/json-text.js";

/** A new secret in a report: its text, or the file that has it. */
export interface SecretDocument {
  readonly client: string;
  readonly applicationId: string;
  readonly keyId: string;
  readonly hint: string | null;
  readonly endDateTime: string;
  readonly secretText?: string;
  readonly file?: string;
}

/** A report as JSON; the order of its members is part of its form. */
export function reportJson(report: ProvisionReport, secret?: SecretDocument): string {
  const { mode, exit, tenantId, instance, changes, products, clients, findings, catalog } = report;
  const document = {
    report: 1,
    mode,
    exit,
    tenantId,
    instance,
    changes: changes.map(({ action, at, done, fields }) => ({
      action,
      at,
      done,
      fields: fields.map(({ name, from, to }) => ({ name, from, to })),
    })),
    products,
    clients,
    findings: findings.map(({ code, severity, at, message, fix }) => ({ code, severity, at, message, fix })),
    catalog: { path: catalog.path, changed: catalog.changed },
    ...(secret !== undefined && { secret }),
  };
  return `${jsonText(document, 2)}\n`;
}

/** The report of a run that did not start. */
export function problemsJson(mode: ProvisionMode, problems: readonly Problem[]): string {
  const list = problems.map(({ path, message, fix }) => ({ path, message, fix }));
  return `${jsonText({ report: 1, mode, exit: 2, problems: list }, 2)}\n`;
}
