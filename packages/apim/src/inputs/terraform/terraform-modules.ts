import type { Json, JsonObject } from "../../json/json-value.js";
import { isJsonObject, itemsOf, memberOf, membersOf, textOf } from "../../json/json-object.js";

/** A resource of a state or plan. */
export interface TerraformResource {
  readonly type: string;
  readonly values: JsonObject;
  /** Attributes that are secrets, and attributes that are known only after the plan is applied. */
  readonly sensitive: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

const MOST_DEPTH = 100;

/** Managed resources of all modules of a state or plan. */
export function managedResources(state: Json): readonly TerraformResource[] {
  return Array.isArray(memberOf(state, "resources")) ? storedResources(state) : shownResources(state);
}

/** A file `terraform.tfstate`. It marks only those secrets that no provider marks always. */
function storedResources(state: Json): readonly TerraformResource[] {
  return itemsOf(memberOf(state, "resources")).flatMap((resource) =>
    itemsOf(memberOf(resource, "instances")).flatMap((instance) => {
      const values = memberOf(instance, "attributes");
      if (textOf(resource, "mode") === "data" || !isJsonObject(values)) return [];
      const sensitive = new Set(itemsOf(memberOf(instance, "sensitive_attributes")).map(firstStep));
      return [{ type: textOf(resource, "type") ?? "", values, sensitive, unknown: new Set<string>() }];
    }),
  );
}

/** The attribute at the start of a path: `[{ "type": "get_attr", "value": "body" }, …]`. */
function firstStep(path: Json): string {
  return textOf(itemsOf(path)[0], "value") ?? "";
}

/**
 * The output of `terraform show -json`, of a state or a plan. See
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
function shownResources(state: Json): readonly TerraformResource[] {
  const values = memberOf(state, "planned_values") ?? memberOf(state, "values");
  const unknown = unknownAttributes(state);
  const found: TerraformResource[] = [];
  addModule(memberOf(values, "root_module"), 0);
  return found;

  function addModule(module: Json | undefined, depth: number): void {
    if (depth > MOST_DEPTH) return;
    for (const resource of itemsOf(memberOf(module, "resources"))) {
      const attributes = memberOf(resource, "values");
      if (textOf(resource, "mode") === "data" || !isJsonObject(attributes)) continue;
      found.push({
        type: textOf(resource, "type") ?? "",
        values: attributes,
        sensitive: markedMembers(memberOf(resource, "sensitive_values")),
        unknown: unknown.get(textOf(resource, "address") ?? "") ?? new Set(),
      });
    }
    for (const child of itemsOf(memberOf(module, "child_modules"))) addModule(child, depth + 1);
  }
}

function unknownAttributes(state: Json): ReadonlyMap<string, ReadonlySet<string>> {
  const changes = itemsOf(memberOf(state, "resource_changes")).map(
    (change) =>
      [
        textOf(change, "address") ?? "",
        markedMembers(memberOf(memberOf(change, "change"), "after_unknown")),
      ] as const,
  );
  return new Map(changes);
}

/** Names of members that are marked, wholly or in a part. */
function markedMembers(marks: Json | undefined): ReadonlySet<string> {
  return new Set(membersOf(marks).flatMap(([name, mark]) => (isMarked(mark, 0) ? [name] : [])));
}

function isMarked(mark: Json, depth: number): boolean {
  if (typeof mark !== "object" || mark === null) return mark === true;
  return depth > MOST_DEPTH || Object.values(mark).some((inner: Json) => isMarked(inner, depth + 1));
}
