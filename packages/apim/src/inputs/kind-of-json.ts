import type { Json } from "../json/json-value.js";
import { isJsonObject, memberOf, textOf } from "../json/json-object.js";
import { isAnswer } from "./rest/resources-of-answer.js";

/** Kinds of JSON that are read. */
export type JsonKind = "arm" | "rest" | "terraform";

/** Words that every text of a kind holds: JSON without one of them is not parsed, however large it is. */
const SIGNS = /deploymentTemplate\.json|microsoft\.apimanagement|"terraform_version"/i;

/** Whether a text can be JSON of a kind that is read. Broken JSON of another program is not our finding. */
export const mayBeKnownJson = (text: string): boolean => /^\s*(?:[[{]|\/[/*])/.test(text) && SIGNS.test(text);

/** The kind of JSON, by its content. */
export function kindOfJson(json: Json): JsonKind | undefined {
  const schema = textOf(json, "$schema") ?? "";
  if (memberOf(json, "resources") !== undefined && /deploymentTemplate\.json#?$/i.test(schema)) return "arm";
  if (
    memberOf(json, "terraform_version") !== undefined &&
    (isJsonObject(memberOf(json, "values")) ||
      isJsonObject(memberOf(json, "planned_values")) ||
      Array.isArray(memberOf(json, "resources")))
  )
    return "terraform";
  return isAnswer(json) ? "rest" : undefined;
}
