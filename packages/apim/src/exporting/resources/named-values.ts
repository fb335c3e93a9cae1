import type { XmlElement } from "../policies/xml-element.js";
import { variablesIn } from "../../writing/variables-in.js";
import { resourceText } from "./json-text.js";

/** Elements whose text is or may be a secret. */
const SECRET = new Set(["key", "value"]);

/** The files of the named values that these elements refer to. None has a value: the catalog does not have it either. */
export function namedValueFiles(
  elements: readonly XmlElement[],
): readonly (readonly [path: string, text: string])[] {
  const secret = new Map<string, boolean>();
  for (const one of elements) collect(one, secret);
  return [...secret]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, isSecret]) => [
      `named values/${name}/namedValueInformation.json`,
      resourceText({ displayName: name, secret: isSecret }),
    ]);
}

function collect({ name, attributes, children, text }: XmlElement, secret: Map<string, boolean>): void {
  const add = (written: string, isSecret: boolean) => {
    for (const variable of variablesIn([written]))
      secret.set(variable, isSecret || (secret.get(variable) ?? false));
  };
  for (const [, value] of attributes) add(typeof value === "object" ? value.code : String(value), false);
  if (text !== undefined) add(text, SECRET.has(name));
  for (const child of children) collect(child, secret);
}
