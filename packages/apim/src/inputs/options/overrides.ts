import type { Json, JsonObject, Resource } from "../../configuration/resource.js";
import type { ByteBudget } from "../../files/read-bytes.js";
import { readYaml } from "../../files/read-yaml.js";
import { isJsonObject, itemsOf, jsonObjectOf, memberOf, textOf } from "../../json/json-object.js";
import type { HoldingFinding } from "../../report/holding-finding.js";
import { InputError } from "../input-error.js";
import { readOptionFile } from "./read-option-file.js";

/** Properties that a file of an environment puts into one resource. */
interface Override {
  readonly type: string;
  readonly name: string;
  readonly properties: JsonObject;
}

/** Sections of the file, by the type of their resources. Others change nothing that is imported. */
const SECTIONS: readonly (readonly [section: string, type: string])[] = [
  ["namedValues", "namedValues"],
  ["products", "products"],
  ["apis", "apis"],
  ["subscriptions", "subscriptions"],
  ["versionSets", "apiVersionSets"],
  ["apiVersionSets", "apiVersionSets"],
  ["policyFragments", "policyFragments"],
];

/** Reads a file of overrides as the publishers of APIOps take it: lists of `{ name, properties }` in sections. */
export async function readOverrides(path: string, budget: ByteBudget): Promise<readonly Override[]> {
  const file = await readOptionFile(path, budget);
  const read = readYaml(file.text);
  if ("problem" in read)
    throw new InputError(
      path,
      `it cannot be read from line ${read.line} on: ${read.message}`,
      "Correct the file.",
    );
  if (!isJsonObject(read.value))
    throw new InputError(
      path,
      "it has no sections",
      "Write sections such as namedValues, products and apis.",
    );
  return SECTIONS.flatMap(([section, type]) =>
    itemsOf(memberOf(read.value, section)).flatMap((item) => {
      const properties = memberOf(item, "properties");
      const name = textOf(item, "name");
      return name !== undefined && isJsonObject(properties) ? [{ type, name, properties }] : [];
    }),
  );
}

/** Merges overrides into the resources with these names. `at`: the place for findings about overrides that meet none. */
export function applyOverrides(
  resources: readonly Resource[],
  overrides: readonly Override[],
  at: string,
): { readonly resources: readonly Resource[]; readonly findings: readonly HoldingFinding[] } {
  const byKey = new Map<string, JsonObject>();
  for (const { type, name, properties } of overrides) {
    const key = JSON.stringify([type, name]);
    byKey.set(key, merged(byKey.get(key) ?? {}, properties));
  }
  const used = new Set<string>();
  const changed = resources.map((resource) => {
    const key = JSON.stringify([resource.type, ...resource.names]);
    const properties = byKey.get(key);
    if (properties === undefined) return resource;
    used.add(key);
    return { ...resource, properties: merged(resource.properties, properties) };
  });
  const unused = byKey.size - used.size;
  return { resources: changed, findings: unused === 0 ? [] : [unusedOverrides(at, unused)] };
}

/** Objects are merged member by member; everything else is replaced. */
function merged(base: JsonObject, over: JsonObject): JsonObject {
  const members = new Map<string, Json>(Object.entries(base));
  for (const [name, value] of Object.entries(over)) {
    const known = members.get(name);
    members.set(name, isJsonObject(known) && isJsonObject(value) ? merged(known, value) : value);
  }
  return jsonObjectOf(members);
}

const unusedOverrides = (at: string, count: number): HoldingFinding => ({
  severity: "info",
  code: "override-unused",
  at,
  text: `${count === 1 ? "An override names a resource that is" : `${count} overrides name resources that are`} not in the input.`,
});
