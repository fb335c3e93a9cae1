import type { XmlElement } from "../policies/xml-element.js";
import { variablesIn } from "../../writing/variables-in.js";
import { resourceText } from "./json-text.js";

/** Elements whose text is or may be a secret. */
const SECRET = new Set(["key", "value"]);

/** The named values that elements refer to, and whether each is a secret, by name. */
export function namedValuesIn(elements: readonly XmlElement[]): ReadonlyMap<string, boolean> {
  const secret = new Map<string, boolean>();
  for (const one of elements) collect(one, secret);
  return new Map([...secret].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The files of named values. None has a value: the catalog does not have it either. */
export const namedValueFiles = (
  values: ReadonlyMap<string, boolean>,
): readonly (readonly [path: string, text: string])[] =>
  [...values].map(([name, secret]) => [
    `named values/${name}/namedValueInformation.json`,
    resourceText({ displayName: name, secret }),
  ]);

function collect({ name, attributes, children, text }: XmlElement, secret: Map<string, boolean>): void {
  const add = (written: string, isSecret: boolean) => {
    for (const variable of variablesIn([written]))
      secret.set(variable, isSecret || (secret.get(variable) ?? false));
  };
  for (const [, value] of attributes) add(typeof value === "object" ? value.code : String(value), false);
  if (text !== undefined) add(text, SECRET.has(name));
  for (const child of children) collect(child, secret);
}
