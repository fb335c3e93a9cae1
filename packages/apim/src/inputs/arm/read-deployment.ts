import type { Json, JsonObject } from "../../json/json-value.js";
import { parseCommented } from "../../json/parse-commented.js";
import { isJsonObject, memberOf, membersOf, textOf } from "../../json/json-object.js";
import { fileNameOfAddress, type LinkedFile } from "./linked-file.js";
import { lost } from "../../report/holding-finding.js";
import { evaluateAt, linkedFile, type Position } from "./reading.js";
import { TemplateScope, type GivenParameters } from "./template-scope.js";
import { Unknown, valueOfJson, type Value } from "./template-value.js";

/** Deployments within deployments. A template that links to itself ends here. */
const MOST_DEPTH = 8;

/** Reads the template of a `Microsoft.Resources/deployments`: what stands in it, or a local file of its link's name. */
export function readDeployment(json: JsonObject, position: Position): void {
  const properties = memberOf(json, "properties");
  const nested = memberOf(properties, "template");
  if (position.depth >= MOST_DEPTH) loseDeployment(position, "Templates are linked more than 8 levels deep.");
  else if (isJsonObject(nested)) readNested(nested, properties, position);
  else if (memberOf(properties, "templateLink") !== undefined) readLinkedTemplate(properties, position);
}

function loseDeployment(position: Position, text: string): void {
  position.reading.findings.push(lost("arm-link", position.at, ["global"], text));
}

function readNested(template: JsonObject, properties: Json | undefined, position: Position): void {
  const given = textOf(memberOf(properties, "expressionEvaluationOptions"), "scope");
  const isInner = given === undefined ? position.isSymbolic : given.toLowerCase() === "inner";
  // Scope `outer`: the expressions of the template see the parameters, variables and loops around it.
  if (isInner) readTemplate(template, position.at, parametersOf(properties, position), position);
  else
    position.reading.readResources(memberOf(template, "resources"), {
      ...position,
      depth: position.depth + 1,
    });
}

function readLinkedTemplate(properties: Json | undefined, position: Position): void {
  const file = fileOfLink(memberOf(properties, "templateLink"), position);
  const template = file === undefined ? undefined : parsed(file.text, position);
  if (file === undefined || !isJsonObject(template)) {
    loseDeployment(
      position,
      "The linked template is not beside this one, stands there twice, or is not JSON.",
    );
    return;
  }
  position.reading.linked.add(file.at);
  readTemplate(template, file.at, parametersOf(properties, position), position);
}

/** Reads a template with its own parameters. */
export function readTemplate(
  template: JsonObject,
  at: string,
  given: GivenParameters,
  around: Pick<Position, "reading" | "depth">,
): void {
  const { reading } = around;
  reading.readResources(memberOf(template, "resources"), {
    reading,
    at,
    scope: new TemplateScope(template, given, reading.budget),
    copies: [],
    depth: around.depth + 1,
    isSymbolic: isSymbolic(template),
  });
}

function isSymbolic(template: JsonObject): boolean {
  return textOf(template, "languageVersion")?.startsWith("2.") ?? false;
}

function fileOfLink(link: Json | undefined, position: Position): LinkedFile | undefined {
  const address = memberOf(link, "uri") ?? memberOf(link, "relativePath");
  const name = address === undefined ? undefined : fileNameOfAddress(evaluateAt(address, position));
  return name === undefined ? undefined : linkedFile(name, position);
}

function parametersOf(properties: Json | undefined, position: Position): GivenParameters {
  const file = fileOfLink(memberOf(properties, "parametersLink"), position);
  const linked =
    file === undefined ? new Map<string, Value>() : givenParameters(parsed(file.text, position) ?? null);
  if (file !== undefined) position.reading.linked.add(file.at);
  return new Map([
    ...linked,
    ...valuesOf(memberOf(properties, "parameters"), (json) => evaluateAt(json, position)),
  ]);
}

/** Values of a parameters file: `{ "parameters": { "name": { "value": … } } }`. They hold no expressions. */
export function givenParameters(json: Json): GivenParameters {
  return valuesOf(memberOf(json, "parameters") ?? json, (value) => valueOfJson(value));
}

/** A parameter that refers to a key vault is a secret whose value is not in the input. */
function valuesOf(parameters: Json | undefined, valueOf: (json: Json) => Value | undefined): GivenParameters {
  const values = new Map<string, Value>();
  for (const [name, parameter] of membersOf(parameters)) {
    const json = memberOf(parameter, "value");
    const reference = memberOf(parameter, "reference");
    const value = json === undefined ? undefined : valueOf(json);
    if (value !== undefined) values.set(name.toLowerCase(), value);
    else if (reference !== undefined)
      values.set(name.toLowerCase(), new Unknown(vaultIdentity(reference), name, true));
  }
  return values;
}

function vaultIdentity(reference: Json): string {
  const vault = textOf(memberOf(reference, "keyVault"), "id") ?? "";
  return `vault(${JSON.stringify([vault, textOf(reference, "secretName") ?? ""])})`;
}

function parsed(text: string, { reading }: Position): Json | undefined {
  // A loop can link to one file many times.
  reading.budget.step(text.length / 16);
  const json = parseCommented(text);
  return "value" in json ? json.value : undefined;
}
