import { negate } from "../../csharp/conditions.js";
import type { Condition } from "../../csharp/condition.js";
import { readCondition } from "../../csharp/read-condition.js";
import type { PolicyElement } from "../../xml/policy-document.js";
import { type Circumstances, under } from "../conditions/circumstances.js";
import { expressionOf } from "../values/expressions.js";
import { isRedacted } from "../values/read-value.js";
import { readValue } from "../values/read-value.js";
import type { DocumentReader } from "./document-reader.js";

/** What stands in one branch, and when the branch is taken. */
export interface Branch {
  readonly elements: readonly PolicyElement[];
  readonly circumstances: Circumstances;
}

/** A branch is taken when its condition holds and none before it. What is no branch is lost. */
export function branchesOf(
  choose: PolicyElement,
  circumstances: Circumstances,
  reader: DocumentReader,
): readonly Branch[] {
  const branches: Branch[] = [];
  let remaining = circumstances;
  for (const child of choose.children) {
    if (child.name === "when") {
      const condition = conditionOf(child, reader);
      branches.push({ elements: child.children, circumstances: under(remaining, condition) });
      remaining = under(remaining, condition && negate(condition));
    } else if (child.name === "otherwise") {
      branches.push({ elements: child.children, circumstances: remaining });
    } else {
      // The gateway would not run it, whatever it is.
      branches.push({ elements: [child], circumstances: undefined });
    }
  }
  return branches;
}

function conditionOf(when: PolicyElement, reader: DocumentReader): Condition | undefined {
  const attribute = when.attributes.get("condition");
  if (attribute === undefined) return undefined;
  const value = readValue(attribute.value, reader.world.values);
  const expression = expressionOf(value);
  if (expression === undefined || isRedacted(value)) return undefined;
  for (const part of value.parts)
    if (typeof part !== "string") reader.conditionVariables.set(part.variable, part.cause);
  const { document, world } = reader;
  return readCondition(expression, {
    variables: true,
    isPlain: (name) => world.isPlainName(name, document.scope),
  });
}
