import type { PolicyElement } from "../../xml/policy-document.js";
import type { Circumstances } from "../conditions/circumstances.js";
import type { DocumentReader } from "./document-reader.js";

/** `<base />`: what broader scopes do; at global scope there are none. */
export function readBase(base: PolicyElement, circumstances: Circumstances, reader: DocumentReader): void {
  if (reader.isFragment)
    return reader.lost("unknown-element", base, "A fragment cannot include broader scopes.");
  if (circumstances?.length === 0) reader.steps.push({ kind: "base" });
  else
    reader.steps.push({
      kind: "conditional-base",
      found: {
        scope: reader.document.scope,
        finding: {
          severity: "lost",
          code: "condition",
          at: reader.placeOf(base),
          element: "base",
          text: "Rules of broader scopes run under a condition.",
        },
      },
    });
}
