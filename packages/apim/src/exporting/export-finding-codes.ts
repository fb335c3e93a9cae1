import type { FindingGuide } from "../report/finding-codes.js";
import type { Finding } from "../report/report.js";

/** A code of {@link exportFindingCodes}. */
export type ExportFindingCode =
  | "export-policy"
  | "export-product"
  | "export-operation"
  | "export-name"
  | "export-stricter"
  | "export-trust"
  | "export-value"
  | "export-keys"
  | "export-clients"
  | "export-operations";

/** Something that a person must know about an export. `at`: the path in the catalog. */
export interface ExportFinding extends Omit<Finding, "code" | "accepted" | "element"> {
  readonly severity: "lost" | "difference";
  readonly code: ExportFindingCode;
}

/** What each code of an export means, and what to do. */
export const exportFindingCodes: Readonly<Record<ExportFindingCode, FindingGuide>> = {
  "export-policy": {
    severities: ["lost"],
    title: "The gateway cannot enforce a policy",
    meaning:
      "Policy documents have no element for it. The exported document of its place refuses every call with 403.",
    fix: "Change the policy as docs/export.md describes, or remove it from the catalog that is exported and enforce it in the application only.",
  },
  "export-product": {
    severities: ["lost", "difference"],
    title: "The gateway cannot decide about a product in the same way",
    meaning:
      "The credentials of a product, its audiences or its app role differ in the gateway. Where more would be admitted, its document refuses every call.",
    fix: "Compare accepts, audience, role, clients and requiredClaims with what docs/export.md says of products.",
  },
  "export-operation": {
    severities: ["lost"],
    title: "An operation cannot be described",
    meaning:
      "OpenAPI has no place for the method, the template or the name. The document of the API refuses every call with 403.",
    fix: "Use a method of OpenAPI, a template without a query, and a name without / and other special characters.",
  },
  "export-name": {
    severities: ["lost"],
    title: "Two names are the same in the gateway",
    meaning: "The gateway ignores the case of names. The second product or API was left out.",
    fix: "Rename one of them.",
  },
  "export-stricter": {
    severities: ["difference"],
    title: "The gateway refuses more",
    meaning: "The element that says it admits less than the catalog does.",
    fix: "Nothing, unless callers need what is refused.",
  },
  "export-trust": {
    severities: ["difference"],
    title: "The gateway trusts others than the catalog does",
    meaning: "Keys, algorithms, authorities or spellings of a token are those that the gateway accepts.",
    fix: "Make sure that you trust all of them equally, or remove the policy from the catalog that is exported.",
  },
  "export-value": {
    severities: ["difference"],
    title: "A named value has no value",
    meaning:
      "A policy document refers to it: to an environment variable of the catalog, or to a value of a header whose name tells that it is a secret. Neither comes into a file.",
    fix: "Set the named value in the service, or in the file of overrides of the environment.",
  },
  "export-keys": {
    severities: ["difference"],
    title: "Subscriptions are not exported",
    meaning: "Keys do not belong in files. No key of the catalog opens the gateway.",
    fix: "Create the subscriptions in the service with the same keys.",
  },
  "export-clients": {
    severities: ["difference"],
    title: "Client applications are not exported",
    meaning:
      "A folder of APIOps does not hold client applications. The gateway accepts only those that are registered there.",
    fix: "Register the client applications in the service.",
  },
  "export-operations": {
    severities: ["difference"],
    title: "An API names no operations",
    meaning: "The gateway answers 404 to requests for which it has no operation. It keeps those that it has.",
    fix: "Name the operations in the catalog, or add a specification to the API's folder.",
  },
};
