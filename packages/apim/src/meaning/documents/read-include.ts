import type { PolicyElement } from "../../xml/policy-document.js";
import type { Circumstances } from "../conditions/circumstances.js";
import type { DocumentReader } from "./document-reader.js";
import { includedFragment } from "./included-fragment.js";

/** `include-fragment`: the fragment's elements in its place. */
export function readInclude(
  include: PolicyElement,
  circumstances: Circumstances,
  reader: DocumentReader,
): void {
  const { fragments, guardingFragments, limitingFragments, values } = reader.world;
  const fragment = includedFragment(include, values);
  if (fragment === undefined || !fragments.has(fragment))
    return reader.lost("fragment-missing", include, "The fragment is not in the input.");
  reader.includes.add(fragment);
  const guards = guardingFragments.has(fragment);
  if (guards) reader.guards++;
  if (reader.document.scope === "global" && limitingFragments.has(fragment))
    reader.lost("section", include, "Limits by subscription are not allowed at global scope.");
  const isConditional = circumstances?.length !== 0;
  reader.steps.push({ kind: "include", fragment, isConditional });
  if (isConditional && guards)
    reader.lost("condition", include, "The fragment has rules or denials, and stands below a condition.");
}
