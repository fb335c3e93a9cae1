import type { Json } from "#src/json/json-value.js";
import { Budget } from "#src/inputs/arm/budget.js";
import type { CopyFrame } from "#src/inputs/arm/copy-frames.js";
import { evaluate } from "#src/inputs/arm/evaluate.js";
import { resourcesOfTemplate, type TemplateOptions } from "#src/inputs/arm/resources-of-template.js";
import type { TemplateResult } from "#src/inputs/arm/template-result.js";
import { TemplateScope } from "#src/inputs/arm/template-scope.js";
import { isList, isValueObject, Pieces, Unknown, type Value } from "#src/inputs/arm/template-value.js";

/** The value of an expression, with `?NAME` for unknown values and for those within texts. */
export function valueOf(
  text: string,
  template: { readonly [name: string]: Json } = {},
  copies: readonly CopyFrame[] = [],
): unknown {
  const budget = new Budget();
  const { parameter, variable } = new TemplateScope(template, new Map(), budget);
  return shown(evaluate(text, { parameter, variable, copies, budget }));
}

function shown(value: Value): unknown {
  if (value instanceof Unknown) return `?${value.name}${value.isSecret ? "!" : ""}`;
  if (value instanceof Pieces) return value.parts.map(shown).join("");
  if (isList(value)) return value.map(shown);
  if (isValueObject(value)) return Object.fromEntries([...value].map(([name, each]) => [name, shown(each)]));
  return value;
}

const SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/** A template with these members. */
export function template(members: { readonly [name: string]: Json }): Json {
  return { $schema: SCHEMA, contentVersion: "1.0.0.0", ...members };
}

/** What a template deploys, with files by name beside it. */
export function read(
  json: Json,
  files: Readonly<Record<string, string>> = {},
  options: Partial<TemplateOptions> = {},
): TemplateResult {
  return resourcesOfTemplate(json, {
    at: "main.json",
    readLinked: (name) => {
      const text = Object.hasOwn(files, name) ? files[name] : undefined;
      return text === undefined ? undefined : { at: `linked/${name}`, text };
    },
    ...options,
  });
}

/** Resources of the service `svc`, whose types lack their prefix. */
export function service(type: string, name: string, members: { readonly [name: string]: Json } = {}): Json {
  return { type: `Microsoft.ApiManagement/service/${type}`, name, apiVersion: "2022-08-01", ...members };
}
