import { accessElements } from "../../xml/access-elements.js";
import type { PolicyAttribute, PolicyElement } from "../../xml/policy-document.js";
import type { NameCheck } from "../conditions/compared-names.js";
import type { ValueSource } from "../values/named-values.js";
import { unsupportedLimits } from "./elements.js";
import { elementsOf } from "./elements-below.js";
import { includedFragment } from "./included-fragment.js";
import { responseStatus } from "./response-status.js";

/** What documents of one import share. */
export interface World {
  readonly values: ValueSource;
  readonly isPlainName: NameCheck;
  /** Output variables of all token elements. */
  readonly tokenVariables: ReadonlySet<string>;
  /** Fragments by name; `undefined`: it is there and cannot be read. */
  readonly fragments: ReadonlyMap<string, PolicyElement | undefined>;
  /** Fragments that can refuse a request, themselves or by another one; those that cannot be read count. */
  readonly guardingFragments: ReadonlySet<string>;
  /** Fragments with limits by subscription, themselves or by another one. */
  readonly limitingFragments: ReadonlySet<string>;
}

/**
 * @param roots - Of all documents that can be read.
 */
export function worldOf(
  values: ValueSource,
  isPlainName: NameCheck,
  roots: readonly PolicyElement[],
  fragments: ReadonlyMap<string, PolicyElement | undefined>,
): World {
  const includers = includersOf(fragments, values);
  return {
    values,
    isPlainName,
    tokenVariables: tokenVariablesOf(roots),
    fragments,
    guardingFragments: fragmentsWith(fragments, includers, (element) => canRefuse(element, values)),
    limitingFragments: fragmentsWith(
      fragments,
      includers,
      ({ name }) => name === "rate-limit" || name === "quota",
    ),
  };
}

function tokenVariablesOf(roots: readonly PolicyElement[]): ReadonlySet<string> {
  const validated = new Set<string>();
  // Whatever else writes to a variable may put a token there that no rule validated.
  const others = new Set<string>();
  for (const root of roots) {
    for (const { name, attributes } of elementsOf(root)) {
      if (name === "validate-jwt" || name === "validate-azure-ad-token")
        addValue(validated, attributes.get("output-token-variable-name"));
      if (name === "set-variable") addValue(others, attributes.get("name"));
      for (const attribute of ["variable-name", "response-variable-name"])
        addValue(others, attributes.get(attribute));
    }
  }
  return new Set([...validated].filter((variable) => !others.has(variable)));
}

function canRefuse(element: PolicyElement, values: ValueSource): boolean {
  const { name } = element;
  if (accessElements.has(name) || unsupportedLimits.has(name) || name === "limit-concurrency") return true;
  if (name !== "return-response") return false;
  const status = responseStatus(element, values);
  return status === undefined || status === 401 || status === 403 || status === 429;
}

const addValue = (names: Set<string>, attribute: PolicyAttribute | undefined): void => {
  if (attribute !== undefined) names.add(attribute.value);
};

/** By fragment, those that include it. */
function includersOf(
  fragments: ReadonlyMap<string, PolicyElement | undefined>,
  values: ValueSource,
): ReadonlyMap<string, readonly string[]> {
  const includers = new Map<string, string[]>();
  for (const [fragment, root] of fragments) {
    for (const element of root ? elementsOf(root) : []) {
      const included = element.name === "include-fragment" ? includedFragment(element, values) : undefined;
      if (included === undefined) continue;
      const known = includers.get(included);
      if (known) known.push(fragment);
      else includers.set(included, [fragment]);
    }
  }
  return includers;
}

function fragmentsWith(
  fragments: ReadonlyMap<string, PolicyElement | undefined>,
  includers: ReadonlyMap<string, readonly string[]>,
  test: (element: PolicyElement) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...fragments].flatMap(([fragment, root]) =>
    root === undefined || [...elementsOf(root)].some(test) ? [fragment] : [],
  );
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const includer of includers.get(next) ?? []) waiting.push(includer);
  }
  return found;
}
