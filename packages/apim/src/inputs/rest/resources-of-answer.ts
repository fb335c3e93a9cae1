import { holdsOfResource, scopeOfPolicy } from "../../configuration/scope-of-resource.js";
import type { Resource } from "../../configuration/resource.js";
import type { Json } from "../../json/json-value.js";
import { itemsOf, memberOf, textOf } from "../../json/json-object.js";
import { propertiesOf } from "../../json/properties-of.js";
import type { HoldingFinding } from "../../report/holding-finding.js";
import { isServiceId, serviceOf, servicePathOf } from "./resource-id.js";

/** Whether JSON is an answer of the management API or of `az`: a resource, a list or a page of resources. */
export const isAnswer = (json: Json): boolean =>
  resourcesIn(json).some((item) => isServiceId(textOf(item, "id") ?? ""));

/** What an answer holds. */
export interface AnswerReading {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
  /** Names of the services that its ids are from. */
  readonly services: ReadonlySet<string>;
}

/** Resources of an answer of the management API or of `az`, as they are or with their properties flattened. */
export function resourcesOfAnswer(json: Json, at: string): AnswerReading {
  const resources: Resource[] = [];
  const services = new Set<string>();
  const findings: HoldingFinding[] = [];
  for (const item of resourcesIn(json)) {
    const id = textOf(item, "id") ?? "";
    const service = serviceOf(id);
    if (service !== undefined) services.add(service);
    const path = servicePathOf(id);
    const properties = propertiesOf(item);
    if (path === undefined || properties === undefined) {
      if (isPolicy(item, properties)) findings.push(policyWithoutPlace(at));
      continue;
    }
    const { type, names } = path;
    if (isPolicyInOtherForm(type, textOf(properties, "format")))
      findings.push(linkedPolicy(`${at}#${scopeOfPolicy(type, names) ?? type}`, type, names));
    else {
      const scope = scopeOfPolicy(type, names);
      resources.push({ type, names, at: scope === undefined ? at : `${at}#${scope}`, properties });
    }
  }
  for (const page of [json, ...itemsOf(json)])
    if ((textOf(page, "nextLink") ?? "") !== "" && Array.isArray(memberOf(page, "value")))
      findings.push(partialList(at));
  return { resources, findings, services };
}

/** A resource alone, `[…]`, `{ "value": […] }`, or a list of such pages. */
function resourcesIn(json: Json): readonly Json[] {
  if (textOf(json, "id") !== undefined) return [json];
  return [json, ...itemsOf(json)].flatMap((page) => {
    const value = memberOf(page, "value");
    return Array.isArray(value) ? itemsOf(value) : page === json ? [] : [page];
  });
}

/** By its type, or by its text. */
function isPolicy(item: Json, properties: Json | undefined): boolean {
  if (/\/(?:policies|policyFragments)$/i.test(textOf(item, "type") ?? "")) return true;
  return POLICY_ROOTS.some((root) => textOf(properties ?? item, "value")?.includes(root));
}

const POLICY_ROOTS = ["<policies", "<fragment", "<inbound"];

const policyWithoutPlace = (at: string): HoldingFinding => ({
  severity: "lost",
  code: "unreadable",
  at,
  text: "It holds a policy whose id is no place in a service.",
  holds: ["global"],
});

const isPolicyInOtherForm = (type: string, format: string | undefined): boolean =>
  scopeOfPolicy(type, []) !== undefined && format !== undefined && /-link$/i.test(format);

const linkedPolicy = (at: string, type: string, names: readonly string[]): HoldingFinding => ({
  severity: "lost",
  code: "policy-link",
  at,
  text: "The policy is given by an address, and nothing is fetched.",
  holds: holdsOfResource(type, names),
});

const partialList = (at: string): HoldingFinding => ({
  severity: "lost",
  code: "partial-list",
  at,
  text: "The list has further pages (nextLink), which are not in the input.",
  holds: [],
});
