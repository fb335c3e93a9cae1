import { holdsOfResource, scopeOfPolicy } from "../../configuration/scope-of-resource.js";
import type { Json } from "../../json/json-value.js";
import { jsonObjectOf, memberOf, textOf } from "../../json/json-object.js";
import { parseJson } from "../../json/parse-json.js";
import { kindOfType } from "../arm/resource-kinds.js";
import { servicePathOf, type ServicePath } from "../rest/resource-id.js";
import { lost } from "../../report/holding-finding.js";
import type { StateReading } from "./state-reading.js";
import type { TerraformResource } from "./terraform-modules.js";

/** Reads an `azapi_resource`: a resource of the management API as it is. */
export function readAzapiResource(resource: TerraformResource, reading: StateReading): void {
  const [type = ""] = (textOf(resource.values, "type") ?? "").split("@");
  const kind = kindOfType(type);
  if (kind === undefined) return;
  const path = pathOf(resource, type);
  const body = bodyOf(resource);
  if (path === undefined || body === undefined) {
    lose(path, kind.type, reading);
    return;
  }
  const scope = scopeOfPolicy(path.type, path.names);
  const at = scope === undefined ? reading.at : `${reading.at}#${scope}`;
  const format = textOf(body, "format") ?? "";
  if (scope !== undefined && /-link$/i.test(format)) {
    const text = "The policy is given by an address, and nothing is fetched.";
    reading.findings.push(lost("policy-link", at, holdsOfResource(path.type, path.names), text));
    return;
  }
  const members = Object.keys(kind.properties).flatMap((name) => {
    const value = memberOf(body, name);
    return value === undefined || isSecretValue(kind.type, name, body) ? [] : [[name, value] as const];
  });
  reading.resources.push({ ...path, at, properties: jsonObjectOf(members) });
}

function isSecretValue(type: string, name: string, body: Json): boolean {
  return type === "namedValues" && name === "value" && memberOf(body, "secret") === true;
}

/** The id is known only after a plan is applied; parent and name mostly before. */
function pathOf({ values }: TerraformResource, type: string): ServicePath | undefined {
  const id = textOf(values, "id") ?? textOf(values, "resource_id");
  if (id !== undefined) return servicePathOf(id);
  const parent = textOf(values, "parent_id");
  const name = textOf(values, "name");
  if (parent === undefined || name === undefined) return undefined;
  return servicePathOf(`${parent}/${type.slice(type.lastIndexOf("/") + 1)}/${name}`);
}

/** Its properties: an object, or JSON text in older versions of the provider. */
function bodyOf(resource: TerraformResource): Json | undefined {
  if (resource.sensitive.has("body") || resource.unknown.has("body")) return undefined;
  const body = memberOf(resource.values, "body");
  const parsed = typeof body === "string" ? parseJson(body) : { value: body ?? {} };
  return "value" in parsed ? (memberOf(parsed.value, "properties") ?? {}) : undefined;
}

function lose(path: ServicePath | undefined, type: string, reading: StateReading): void {
  const isPolicy = scopeOfPolicy(type, []) !== undefined;
  const holds = path === undefined ? (isPolicy ? ["global"] : []) : holdsOfResource(path.type, path.names);
  const text =
    "The name or content of this resource is known only after the plan is applied, or is sensitive.";
  reading.findings.push(lost("arm-expression", `${reading.at}#${type}`, holds, text));
}
