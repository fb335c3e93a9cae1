import { difference, info, lost, type FindingGuide } from "./finding-guide.js";

/** Codes of findings about what stands around access elements, and of documents as a whole. */
export type DocumentCode =
  | "fragment-missing"
  | "token-rewritten"
  | "unsupported"
  | "resolver-policy"
  | "unreachable"
  | "unknown-element"
  | "cors"
  | "on-error"
  | "return-response"
  | "schema"
  | "unrelated"
  | "base-missing"
  | "commented-out"
  | "double-encoded"
  | "accepted-gone";

export const documentCodes: Readonly<Record<DocumentCode, FindingGuide>> = {
  "fragment-missing": {
    severities: lost,
    title: "A fragment that is not in the input",
    meaning: "The document includes a fragment whose content is unknown. It could hold rules.",
    fix: "Export the policy fragments as well.",
  },
  "token-rewritten": {
    severities: lost,
    title: "What a rule reads is changed before the rule",
    meaning:
      "The document sets or deletes a header or query parameter, and a rule reads it afterwards: a token, a demanded header, or the key of a counter. The application receives the request before that change.",
    fix: "Let callers send what the rule reads, or move the change to the application, in front of the guard.",
  },
  unsupported: {
    severities: lost,
    title: "An element without a counterpart",
    meaning: "The element limits or authorizes requests in a way that the middleware does not have.",
    fix: "Keep it at the gateway or write it in the application's code, and accept the finding.",
  },
  "resolver-policy": {
    severities: lost,
    title: "Access elements in a resolver's policy",
    meaning: "The policy belongs to a field of a GraphQL API and has access elements.",
    fix: "Check them in the resolver.",
  },
  unreachable: {
    severities: info,
    title: "An access element that is never reached",
    meaning: "A `return-response` without condition answers before it. The element guards nothing.",
    fix: "Make sure that this is meant.",
  },
  "unknown-element": {
    severities: lost,
    title: "An unknown element",
    meaning:
      "The element, or an attribute or child of an access element, is not in the policy reference of API Management. Whether it guards something is unknown.",
    fix: "Correct its name, or accept the finding.",
  },
  cors: {
    severities: difference,
    title: "Preflight requests",
    meaning: "The gateway answers preflight requests before it checks keys.",
    fix: "Mount the CORS middleware in front of the guard.",
  },
  "on-error": {
    severities: difference,
    title: "Refusals with another body",
    meaning: "The document changes the answers of refused requests in `on-error`.",
    fix: "Compare what callers expect with the bodies of the middleware.",
  },
  "return-response": {
    severities: info,
    title: "An answer that is no denial",
    meaning:
      "The gateway answers some requests itself, with a status other than 401 and 403. When it answers all of them, the catalog answers 404. Answers under a condition are not carried: these requests reach the application.",
    fix: "Answer them in the application. Where a condition such as 404 for all but some callers hides an operation, write the check there.",
  },
  schema: {
    severities: info,
    title: "Validation of content",
    meaning: "The element validates content, parameters or headers. It decides nothing about access.",
    fix: "Validate in the application where it matters.",
  },
  unrelated: {
    severities: info,
    title: "An element that decides nothing about access",
    meaning: "The element transforms, routes, caches or logs.",
    fix: "Nothing.",
  },
  "base-missing": {
    severities: info,
    title: "A document without `<base />`",
    meaning: "The rules of broader scopes do not run for it. The import carries it so.",
    fix: "Make sure that this is meant.",
  },
  "commented-out": {
    severities: info,
    title: "An access element in a comment",
    meaning: "The element guards nothing.",
    fix: "Make sure that this is meant.",
  },
  "double-encoded": {
    severities: info,
    title: "An expression that was encoded twice",
    meaning: "A tool encoded the expression again. It was decoded as often.",
    fix: "Nothing.",
  },
  "accepted-gone": {
    severities: info,
    title: "An accepted finding that is gone",
    meaning:
      "The file of accepted findings names a finding that this import does not have, or that is accepted no longer.",
    fix: "Remove the entry, or renew its date.",
  },
};
