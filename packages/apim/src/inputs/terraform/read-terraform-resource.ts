import type { Resource } from "../../configuration/resource.js";
import type { Json } from "../../json/json-value.js";
import { lost, type HoldingFinding } from "../../report/holding-finding.js";
import { itemsOf, memberOf, textOf } from "../../json/json-object.js";
import { scopeOfPolicy } from "../../configuration/scope-of-resource.js";
import { heldBy } from "../arm/resource-names.js";
import { describedOperations, isInlineOpenApi } from "../specification/described-operations.js";
import { computedProperties, lastSegment, terraformKinds, type TerraformKind } from "./terraform-kinds.js";
import { readAzapiResource } from "./read-azapi-resource.js";
import { readOtherResource } from "./read-other-resource.js";
import type { StateReading } from "./state-reading.js";
import type { TerraformResource } from "./terraform-modules.js";

/** A resource with its names. */
interface Named {
  readonly kind: TerraformKind;
  readonly names: readonly string[];
  readonly at: string;
  readonly resource: TerraformResource;
}

const PROVIDER = "azurerm_api_management_";

/** Reads a resource; nothing happens for one that says nothing about access. */
export function readTerraformResource(resource: TerraformResource, reading: StateReading): void {
  const kind = resource.type.startsWith(PROVIDER)
    ? terraformKinds.get(resource.type.slice(PROVIDER.length))
    : undefined;
  if (kind !== undefined) readKnown(kind, resource, reading);
  else if (/^azapi_(?:update_)?resource$/.test(resource.type)) readAzapiResource(resource, reading);
  else readOtherResource(resource, reading);
}

function readKnown(kind: TerraformKind, resource: TerraformResource, reading: StateReading): void {
  const parts = kind.names.map((attribute) => lastSegment(textOf(resource.values, attribute)));
  const names = parts.filter((part) => part !== undefined);
  if (names.length < parts.length) {
    const text = "The name of this resource is known only after the plan is applied.";
    reading.findings.push(
      lost("arm-expression", `${reading.at}#${kind.type}`, heldBy(kind.type, parts), text),
    );
    return;
  }
  const named = { kind, names: withRevision(kind, names, resource), at: reading.at, resource };
  if (kind.isPolicy === true) readPolicy(named, reading);
  else readPlain(named, reading);
}

/** Revisions have the name of their API in a state, and `name;rev=2` in the management API. */
function withRevision(
  { type }: TerraformKind,
  names: readonly string[],
  { values }: TerraformResource,
): readonly string[] {
  const [name = ""] = names;
  const isOther = type === "apis" && memberOf(values, "is_current") === false && !name.includes(";rev=");
  return isOther ? [`${name};rev=${textOf(values, "revision") ?? ""}`] : names;
}

function readPlain(named: Named, reading: StateReading): void {
  const { kind, names, at, resource } = named;
  const isOpenedByLoss = kind.needed.filter((attribute) => isHidden(resource, attribute));
  for (const attribute of isOpenedByLoss)
    reading.findings.push(
      lost(
        "arm-expression",
        at,
        heldBy(kind.type, names),
        `The attribute ${attribute} is known only after the plan is applied, or is sensitive.`,
      ),
    );
  // Without its product or API a subscription would be one for all APIs.
  if (kind.type === "subscriptions" && isOpenedByLoss.length > 0) return;
  if (kind.type === "subscriptions") keepKeys(names, resource, reading);
  reading.resources.push({ type: kind.type, names, at, properties: propertiesOf(kind, resource) });
  if (kind.type === "apis") readSpecifications(named, reading);
}

function isHidden({ sensitive, unknown }: TerraformResource, attribute: string): boolean {
  return sensitive.has(attribute) || unknown.has(attribute);
}

function propertiesOf(kind: TerraformKind, resource: TerraformResource): Resource["properties"] {
  const properties = new Map<string, Json>();
  for (const [attribute, property] of Object.entries(kind.properties)) {
    const value = memberOf(resource.values, attribute);
    if (value !== undefined && !isHidden(resource, attribute)) properties.set(property, value);
  }
  for (const [property, value] of computedProperties(kind.type, resource.values))
    properties.set(property, value);
  if (kind.type === "namedValues" && isSecret(resource)) {
    properties.delete("value");
    properties.set("secret", true);
  }
  return Object.fromEntries(properties);
}

/** The provider marks every value as sensitive; what the state does not state as public is a secret. */
function isSecret(resource: TerraformResource): boolean {
  const { values } = resource;
  const isFromVault = itemsOf(memberOf(values, "value_from_key_vault")).length > 0;
  const isMarked = ["value", "secret", "value_from_key_vault"].some((each) => isHidden(resource, each));
  return memberOf(values, "secret") === true || isFromVault || isMarked;
}

function readPolicy({ kind, names, at: file, resource }: Named, reading: StateReading): void {
  const { values } = resource;
  const at = `${file}#${scopeOfPolicy(kind.type, names) ?? kind.type}`;
  const attribute = kind.type === "policyFragments" ? "value" : "xml_content";
  const value = textOf(values, attribute) ?? "";
  if (isHidden(resource, attribute))
    lose(
      "arm-expression",
      "The text of the policy is known only after the plan is applied, or is sensitive.",
    );
  else if (value !== "")
    reading.resources.push({
      type: kind.type,
      names: kind.type === "policyFragments" ? names : [...names, "policy"],
      at,
      properties: { value },
    });
  else if (textOf(values, "xml_link") !== undefined)
    lose("policy-link", "The policy is given by an address, and its text is not in the state.");
  else lose("unreadable", "The policy has no text.");

  function lose(code: HoldingFinding["code"], text: string): void {
    reading.findings.push(lost(code, at, heldBy(kind.type, names), text));
  }
}

/** Documents of `import` blocks. */
function readSpecifications({ kind, names, at, resource }: Named, reading: StateReading): void {
  for (const block of itemsOf(memberOf(resource.values, "import"))) {
    const format = textOf(block, "content_format");
    if (format === undefined || !isInlineOpenApi(format)) continue;
    const operations = describedOperations(textOf(block, "content_value") ?? "", { names, at });
    const text = "The specification of the API cannot be read.";
    for (const operation of operations ?? []) reading.described.push(operation);
    if (operations === undefined)
      reading.findings.push(lost("unreadable", at, heldBy(kind.type, names), text));
  }
}

function keepKeys([id]: readonly string[], { values }: TerraformResource, reading: StateReading): void {
  const primaryKey = textOf(values, "primary_key") ?? "";
  const secondaryKey = textOf(values, "secondary_key") ?? "";
  if (id === undefined || primaryKey === "") return;
  reading.keys.set(id, { primaryKey, ...(secondaryKey === "" ? {} : { secondaryKey }) });
}
