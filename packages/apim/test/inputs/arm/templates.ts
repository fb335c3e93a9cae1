import type { Json } from "#src/json/json-value.js";
import type { TemplateResult } from "#src/inputs/arm/template-result.js";
import { template } from "./support.js";

export const POLICY = "<policies><inbound><base /></inbound></policies>";
export const svc = "[concat(parameters('svc'), '/";

/** Types and names, as text. */
export const namesOf = ({ resources }: TemplateResult): string[] =>
  resources.map(({ type, names }) => `${type} ${names.join("/")}`);

/** Severity, code, place and what is held, as text. */
export const findingsOf = ({ findings }: TemplateResult): string[] =>
  findings.map(({ severity, code, at, holds = [] }) => [severity, code, at, ...holds].join(" "));

export const deployment = (
  properties: { readonly [name: string]: Json },
  members: Readonly<Record<string, Json>> = {},
) => ({
  type: "Microsoft.Resources/deployments",
  name: "nested",
  ...members,
  properties,
});

export const one = (resource: Json, members: Readonly<Record<string, Json>> = {}) =>
  template({ ...members, resources: [resource] });
