import type { PolicyDocument } from "../../configuration/configuration.js";
import type { UnreadableText } from "../../xml/policy-document.js";
import type { DocumentMeaning } from "./step.js";

/** A document that cannot be read: broader scopes run as if it were not there, and its scope is held. */
export function unreadableDocument(document: PolicyDocument, text: UnreadableText): DocumentMeaning {
  const { reason, line, column, message } = text;
  const at = `${document.source}:${line}`;
  return {
    document,
    steps: document.scope.startsWith("fragment:") ? [] : [{ kind: "base" }],
    findings: [{ severity: "lost", code: reason, at, text: `Column ${column}: ${message}.` }],
    includes: new Set(),
    hasBase: true,
    guards: false,
  };
}
