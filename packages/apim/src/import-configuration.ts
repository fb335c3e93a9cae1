import type { Configuration, SubscriptionKeys } from "./configuration/configuration.js";
import type { Scope } from "./report/scope.js";
import { settleConfiguration } from "./configuration/settle-configuration.js";
import { readInputs } from "./inputs/read-inputs.js";
import type { AnsweredCalls } from "./meaning/effective/effective-policies.js";
import type { TokenUse } from "./meaning/token-use.js";
import type { Rule } from "./report/rule.js";
import { interpret } from "./meaning/interpret.js";
import type { AcceptedFinding } from "./report/accept-findings.js";
import { assembleReport } from "./assemble-report.js";
import type { ImportReport } from "./report/report.js";

export interface ImportOptions {
  /** Scope of policy documents that are given alone, for example `product:gold`. */
  readonly scope?: Scope;
  /** A file with parameters of ARM templates. */
  readonly parameters?: string;
  /** A file with values of an environment, in the form of APIOps. */
  readonly overrides?: string;
  /** A file with keys of subscriptions. */
  readonly secrets?: string;
  /** Findings that were judged and accepted. */
  readonly accept?: readonly AcceptedFinding[];
  /** Counts differences for `exit` as well. */
  readonly strict?: boolean;
  /** Day of the import, which ends acceptances (`until`). Default: today. */
  readonly today?: Date;
  /** Called while files are read. */
  readonly onProgress?: (progress: { readonly read: number; readonly files: number }) => void;
}

/** What an import gives: the report for people and pipelines, and what the written files are made from. */
export interface Import {
  readonly report: ImportReport;
  readonly configuration: Configuration;
  /** Calls that the gateway answers itself. The catalog answers 404 to them. */
  readonly answered: readonly AnsweredCalls[];
  /** What rules do with variables of tokens, which the report does not say. */
  readonly tokens: ReadonlyMap<Rule, TokenUse>;
  /** Keys of subscriptions. They stand in no report. */
  readonly keys: SubscriptionKeys;
}

/**
 * Reads the configuration of an API Management service from files and folders: APIOps folders, ARM templates, answers of the
 * management API, states and plans of Terraform, policy documents. Nothing is written, and nothing is read from a network.
 *
 * @param paths - Files and folders. What they are is found out by their content.
 * @returns What was understood, with everything that was not in `report.findings`.
 * @throws {InputError} When a path cannot be read, is nothing that can be imported, or exceeds the bounds.
 */
export async function importConfiguration(
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<Import> {
  const { accept = [], strict = false, today = new Date() } = options;
  const reading = await readInputs(paths, options);
  const configuration = settleConfiguration(reading);
  const meaning = interpret(configuration);
  const report = assembleReport(configuration, meaning, {
    accept,
    strict,
    today: today.toISOString().slice(0, 10),
  });
  return { report, configuration, answered: meaning.answered, tokens: meaning.tokens, keys: reading.keys };
}
