import { entriesOf, isObject, memberOf, type JsonObject } from "../document/json-values.js";
import type { DocumentContext } from "../security/demands-of-operation.js";
import type { Scheme } from "../security/schemes.js";

/** Schemes in the security of an operation that rules do not demand. */
export interface KeptSchemes {
  /** What something else enforces beside every credential: it stays in every requirement. */
  readonly elsewhere: JsonObject;
  /** Whether all of it can stay: no requirement has a scheme that no rule can demand, and all have the same of the others. */
  readonly isSimple: boolean;
}

/** What is kept when the security of an operation is written. */
export function keptSchemes(operation: JsonObject, { document, schemes }: DocumentContext): KeptSchemes {
  const holder = Object.hasOwn(operation, "security") ? operation : document;
  const security = memberOf(holder, "security");
  const requirements = (Array.isArray(security) ? (security as readonly unknown[]) : []).filter(isObject);
  const ofKind = (kind: Scheme["kind"]) =>
    requirements.map((one) => entriesOf(one).filter(([name]) => schemes.get(name)?.kind === kind));
  const [first = [], ...others] = ofKind("elsewhere");
  const isSame = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return {
    elsewhere: Object.fromEntries(first),
    isSimple: isSame && ofKind("unusable").every(({ length }) => length === 0),
  };
}
