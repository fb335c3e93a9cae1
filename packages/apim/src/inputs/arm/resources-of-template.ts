import type { Json } from "../../json/json-value.js";
import { withDescribed } from "../specification/with-described.js";
import { Budget, BudgetExhausted } from "./budget.js";
import { isJsonObject } from "../../json/json-object.js";
import type { ReadLinked } from "./linked-file.js";
import { Placeholders } from "./placeholders.js";
import { givenParameters, readTemplate } from "./read-deployment.js";
import { readResources } from "./read-resources.js";
import { lost } from "../../report/holding-finding.js";
import type { Reading } from "./reading.js";
import type { TemplateResult } from "./template-result.js";

export interface TemplateOptions {
  /** Place of the template: its file relative to the input. */
  readonly at: string;
  /** Content of a parameters file. */
  readonly parameters?: Json;
  readonly readLinked: ReadLinked;
  /** The same for all templates of an import. */
  readonly placeholders?: Placeholders;
}

/**
 * The API Management resources that a template of Azure Resource Manager deploys. Expressions are evaluated as far as the
 * input goes; see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions. Never throws:
 * what is too much ends as a finding.
 */
export function resourcesOfTemplate(template: Json, options: TemplateOptions): TemplateResult {
  const placeholders = options.placeholders ?? new Placeholders();
  const reading: Reading = {
    budget: new Budget(),
    placeholders,
    readLinked: options.readLinked,
    root: options.at,
    readResources,
    resources: [],
    described: [],
    findings: [],
    keys: new Map(),
    linked: new Set(),
  };
  try {
    if (isJsonObject(template))
      readTemplate(template, options.at, givenParameters(options.parameters ?? null), { reading, depth: 0 });
  } catch (error) {
    if (!(error instanceof BudgetExhausted)) throw error;
    const text = "The template asks for more copies or longer texts than are read.";
    reading.findings.push(lost("arm-expression", options.at, ["global"], text));
  }
  const { findings, keys, linked } = reading;
  return {
    resources: withDescribed(reading.resources, reading.described),
    findings,
    keys,
    secretVariables: placeholders.secretVariables,
    linked,
  };
}
