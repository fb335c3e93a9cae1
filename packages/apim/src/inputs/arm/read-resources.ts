import type { Json, JsonObject } from "../../json/json-value.js";
import { copiesOf } from "./copies.js";
import { truthOf } from "./evaluate.js";
import { isJsonObject, memberOf, textOf } from "../../json/json-object.js";
import { placeOf } from "./place-of.js";
import { readDeployment } from "./read-deployment.js";
import { readResource } from "./read-resource.js";
import { difference, lost } from "../../report/holding-finding.js";
import { evaluateAt, type Entry, type Parent, type Position } from "./reading.js";
import { heldByWhole, namePartsOf, type NamePart } from "./resource-names.js";
import { kindOfType } from "./resource-kinds.js";

/** What resources cost, in steps of evaluation. */
const RESOURCE_STEPS = 100;
const DEPLOYMENT_STEPS = 1500;

const DEPLOYMENT = "microsoft.resources/deployments";

/** Reads the resources of a template or the children of a resource: a list, or an object with symbolic names. */
export function readResources(resources: Json | undefined, position: Position, parent?: Parent): void {
  const list = Array.isArray(resources)
    ? (resources as readonly Json[])
    : isJsonObject(resources)
      ? Object.values(resources)
      : [];
  for (const json of list) if (isJsonObject(json)) readEntry({ json, parent }, position);
}

function readEntry(entry: Entry, position: Position): void {
  const copy = memberOf(entry.json, "copy");
  if (copy === undefined) {
    readOne(entry, position);
    return;
  }
  const copies = copiesOf(copy, position);
  if (copies === undefined) loseLoop(entry, position);
  else for (const frame of copies) readOne(entry, { ...position, copies: [...position.copies, frame] });
}

function loseLoop(entry: Entry, position: Position): void {
  const type = fullType(entry);
  const names = namesOf(entry, position);
  const holds = isDeployment(type) ? ["global"] : heldByEntry(type, names);
  if (holds === undefined) return;
  const at = placeOf(type, [], position.at);
  position.reading.findings.push(
    lost("arm-loop", at, holds, "The number of copies of this resource is unknown or above 1,000."),
  );
}

/** `undefined` for resources that say nothing about access. */
function heldByEntry(type: string, names: readonly NamePart[]): readonly string[] | undefined {
  const kind = kindOfType(type);
  return kind === undefined ? undefined : heldByWhole(kind.type, names.slice(1));
}

function readOne(entry: Entry, position: Position): void {
  const { json } = entry;
  const type = fullType(entry);
  position.reading.budget.step(isDeployment(type) ? DEPLOYMENT_STEPS : RESOURCE_STEPS);
  const names = namesOf(entry, position);
  if (memberOf(json, "existing") !== true && isDeployed(json, type, names, position)) {
    if (isDeployment(type)) readDeployment(json, position);
    else readResource({ type, names, json }, position);
  }
  // The condition of a resource does not cascade to its children.
  readResources(memberOf(json, "resources"), position, { type, names });
}

function isDeployed(json: JsonObject, type: string, names: readonly NamePart[], position: Position): boolean {
  const condition = memberOf(json, "condition");
  if (condition === undefined) return true;
  const truth = truthOf(evaluateAt(condition, position));
  if (truth !== undefined) return truth;
  if (isDeployment(type) || kindOfType(type) !== undefined)
    position.reading.findings.push(
      difference(
        "arm-condition",
        placeOf(type, names.slice(1), position.at),
        "Whether this resource is deployed depends on values that are not in the input. It is taken as deployed.",
      ),
    );
  return true;
}

function isDeployment(type: string): boolean {
  return type.toLowerCase() === DEPLOYMENT;
}

/** Types with a provider stand alone, short ones below their parent. */
function fullType({ json, parent }: Entry): string {
  const type = textOf(json, "type") ?? "";
  return parent === undefined || isAbsolute(type) ? type : `${parent.type}/${type}`;
}

function namesOf({ json, parent }: Entry, position: Position): readonly NamePart[] {
  const own = namePartsOf(evaluateAt(memberOf(json, "name") ?? null, position));
  return parent === undefined || isAbsolute(textOf(json, "type") ?? "") ? own : [...parent.names, ...own];
}

function isAbsolute(type: string): boolean {
  return (type.split("/", 1)[0] ?? "").includes(".");
}
