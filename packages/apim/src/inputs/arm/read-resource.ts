import type { Json, JsonObject } from "../../json/json-value.js";
import { jsonOfValue } from "./argument.js";
import { EvaluationProblem } from "./budget.js";
import { identifiers, withinService } from "./identifiers.js";
import { itemsOf, memberOf } from "../../json/json-object.js";
import type { NamedResource } from "./named-resource.js";
import { namedParts, placeOf } from "./place-of.js";
import { keepKeys } from "./keep-keys.js";
import { withNewerNames } from "./older-properties.js";
import { readPolicy } from "./read-policy.js";
import { difference, lost } from "../../report/holding-finding.js";
import { evaluateAt, type Position } from "./reading.js";
import { heldByWhole, type NamePart } from "./resource-names.js";
import { kindOfType, type ResourceKind } from "./resource-kinds.js";
import { readSpecification } from "./read-specification.js";
import { isValueObject, Unknown, type Value } from "./template-value.js";

/** A resource of an API Management service, before its properties are evaluated. */
export interface ServiceResource {
  readonly type: string;
  /** The name of the service included. */
  readonly names: readonly NamePart[];
  readonly json: JsonObject;
}

/** Reads a resource; nothing happens for one that says nothing about access. */
export function readResource({ type, names: allNames, json }: ServiceResource, position: Position): void {
  const kind = kindOfType(type);
  if (kind === undefined) return;
  const names = allNames.slice(1);
  const at = placeOf(type, names, position.at);
  const holds = heldByWhole(kind.type, names);
  if (!namedParts(kind.type, kind.isPolicy, names)) {
    loseName(kind, at, holds, position);
    return;
  }
  const resource = { kind, names: names.map((part) => part ?? "policy"), at, holds };
  const properties = propertiesOf(json, position);
  if (kind.isPolicy) readPolicy(resource, properties, position);
  else readPlain(resource, properties, position);
}

function loseName(kind: ResourceKind, at: string, holds: readonly string[], position: Position): void {
  const text = "The name of this resource depends on values that are not in the input.";
  position.reading.findings.push(
    kind.needsName ? lost("arm-expression", at, holds, text) : difference("arm-expression", at, text),
  );
}

/** What is read of the properties: each evaluated alone, so that an unknown one leaves the others. */
function propertiesOf(json: JsonObject, position: Position): (name: string) => Value | undefined {
  const properties = memberOf(json, "properties");
  const isMade = typeof properties === "string" || itemsOf(memberOf(properties, "copy")).length > 0;
  if (properties === undefined || !isMade)
    return (name) => {
      const property = memberOf(properties, name);
      return property === undefined ? undefined : evaluateAt(property, position);
    };
  const whole = evaluateAt(properties, position);
  if (isValueObject(whole)) return (name) => whole.get(name);
  return () => (whole instanceof Unknown ? whole : undefined);
}

function readPlain(
  resource: NamedResource,
  property: (name: string) => Value | undefined,
  position: Position,
): void {
  const { kind, names, at } = resource;
  const members = new Map<string, Json>();
  let isKept = true;
  for (const [name, propertyKind] of Object.entries(kind.properties)) {
    const given = property(name);
    if (given === undefined) continue;
    const value = identifiers.has(name) ? withinService(given) : given;
    const json = knownJson(value, position);
    if (json !== undefined) members.set(name, json);
    else {
      if (propertyKind === "name" || propertyKind === "value")
        members.set(name, renderedJson(value, position));
      reportProperty(resource, name, position);
      if (propertyKind === "link") isKept = false;
      if (propertyKind === "secret") members.set("secret", true);
    }
  }
  if (!isKept) return;
  if (members.get("secret") === true) members.delete("value");
  withNewerNames(kind.type, members);
  if (kind.type === "subscriptions") keepKeys(names, property, position);
  position.reading.resources.push({ type: kind.type, names, at, properties: Object.fromEntries(members) });
  if (kind.type === "apis") readSpecification(resource, property, position);
}

/** `undefined` when something in it is unknown. */
function knownJson(value: Value, position: Position): Json | undefined {
  try {
    return jsonOfValue(value, position.reading.budget);
  } catch (error) {
    if (error instanceof EvaluationProblem) return undefined;
    throw error;
  }
}

/** With placeholders in place of unknown values. */
function renderedJson(value: Value, { reading }: Position): Json {
  return jsonOfValue(value, reading.budget, (text) => reading.placeholders.textOf(text));
}

function reportProperty(resource: NamedResource, name: string, position: Position): void {
  const kind = resource.kind.properties[name];
  const text = `The property ${name} depends on values that are not in the input.`;
  if (kind === "label") position.reading.findings.push(difference("arm-expression", resource.at, text));
  if (kind === "name" || kind === "flag" || kind === "link")
    position.reading.findings.push(lost("arm-expression", resource.at, resource.holds, text));
}
