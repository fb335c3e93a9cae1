import { readYaml } from "@product-auth/openapi/yaml";
import type { Resource } from "../../configuration/resource.js";
import type { Json, JsonObject } from "../../json/json-value.js";
import { scopeOfPolicy } from "../../configuration/scope-of-resource.js";
import type { ByteBudget } from "../../files/read-bytes.js";
import { isJsonObject, itemsOf, jsonObjectOf, memberOf, textOf } from "../../json/json-object.js";
import type { HoldingFinding } from "../../report/holding-finding.js";
import { InputError } from "../../files/input-error.js";
import { readOptionFile } from "./read-option-file.js";

/** Properties that a file of an environment puts into one resource. */
interface Override {
  readonly type: string;
  readonly names: readonly string[];
  readonly properties: JsonObject;
}

/** Sections by the type that their resources get, in the file and in its entries. Others change nothing that is imported. */
interface Sections {
  readonly [section: string]: { readonly type: string; readonly inside?: Sections };
}

const POLICIES = { policies: { type: "policies" } };

const SECTIONS: Sections = {
  ...POLICIES,
  namedValues: { type: "namedValues" },
  products: { type: "products", inside: POLICIES },
  apis: { type: "apis", inside: { ...POLICIES, operations: { type: "operations", inside: POLICIES } } },
  subscriptions: { type: "subscriptions" },
  versionSets: { type: "apiVersionSets" },
  apiVersionSets: { type: "apiVersionSets" },
  policyFragments: { type: "policyFragments" },
};

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
  return overridesIn(read.value, SECTIONS, "", []);
}

const overridesIn = (
  json: Json,
  sections: Sections,
  above: string,
  names: readonly string[],
): readonly Override[] =>
  Object.entries(sections).flatMap(([section, { type: ending, inside = {} }]) =>
    itemsOf(memberOf(json, section)).flatMap((item) => {
      const name = textOf(item, "name");
      if (name === undefined) return [];
      const type = above + ending;
      const path = [...names, name];
      const properties = memberOf(item, "properties");
      const own = isJsonObject(properties) ? [{ type, names: path, properties }] : [];
      return [...own, ...overridesIn(item, inside, `${type}/`, path)];
    }),
  );

/**
 * Merges overrides into the resources with these names, which are compared without case. `at`: the file of the overrides,
 * the place of a policy whose text it replaces and of the finding about overrides that meet no resource.
 */
export function applyOverrides(
  resources: readonly Resource[],
  overrides: readonly Override[],
  at: string,
): { readonly resources: readonly Resource[]; readonly findings: readonly HoldingFinding[] } {
  const byKey = new Map<string, JsonObject>();
  for (const { type, names, properties } of overrides) {
    const key = keyOf(type, names);
    byKey.set(key, merged(byKey.get(key) ?? {}, properties));
  }
  const used = new Set<string>();
  const changed = resources.map((resource) => {
    const { type, names } = resource;
    const key = keyOf(type, names);
    const properties = byKey.get(key);
    if (properties === undefined) return resource;
    used.add(key);
    const scope = memberOf(properties, "value") === undefined ? undefined : scopeOfPolicy(type, names);
    return {
      ...resource,
      properties: merged(resource.properties, properties),
      ...(scope === undefined ? {} : { at: `${at}#${scope}` }),
    };
  });
  const unused = byKey.size - used.size;
  return { resources: changed, findings: unused === 0 ? [] : [unusedOverrides(at, unused)] };
}

const keyOf = (type: string, names: readonly string[]): string =>
  JSON.stringify([type, ...names.map((name) => name.toLowerCase())]);

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
