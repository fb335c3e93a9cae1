import type { Severity } from "./severity.js";

/** What a code of findings means, for people who read a report. */
export interface FindingGuide {
  /** The severities that findings of this code have. */
  readonly severities: readonly Severity[];
  readonly title: string;
  /** What was found and what it leads to. */
  readonly meaning: string;
  /** What to do about it. */
  readonly fix: string;
}

const lost: readonly Severity[] = ["lost"];
const difference: readonly Severity[] = ["difference"];
const info: readonly Severity[] = ["info"];

/** A code of {@link findingCodes}. */
export type FindingCode =
  | "unreadable"
  | "template"
  | "duplicate"
  | "partial-list"
  | "link-outside"
  | "workspace"
  | "override-unused"
  | "source-skipped"
  | "client-id-missing"
  | "arm-condition"
  | "arm-expression"
  | "arm-link"
  | "arm-loop"
  | "policy-link"
  | "renamed"
  | "role-assumed"
  | "empty-product"
  | "link-missing"
  | "same-path"
  | "two-open-products"
  | "api-type"
  | "operation-unknown"
  | "revision-skipped"
  | "keys-absent"
  | "metadata"
  | "expression"
  | "condition"
  | "section"
  | "not-enforced"
  | "audience-missing"
  | "issuer-missing"
  | "tenants-missing"
  | "source"
  | "aud-twice"
  | "stricter"
  | "secret"
  | "certificate"
  | "named-value"
  | "placeholder"
  | "message"
  | "client-ip"
  | "unverified-claim"
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

/** Every code that a finding of an import can have. */
export const findingCodes: Readonly<Record<FindingCode, FindingGuide>> = {
  // What is read.
  unreadable: {
    severities: lost,
    title: "A document or value that cannot be read",
    meaning:
      "The text is not what the gateway accepts, for example a tag without its end tag, an expression that never ends or a document type declaration. It could hold rules, therefore its scope is held. On an access element: one of its values makes no sense, for example a number that is none.",
    fix: "Correct the file or element at the named place, or export it again.",
  },
  template: {
    severities: lost,
    title: "A template with directives",
    meaning:
      "The document holds directives of Terraform (`%{ … }`). Without the variables its content is unknown.",
    fix: "Import the output of `terraform show -json` of a plan or state.",
  },
  duplicate: {
    severities: lost,
    title: "A resource comes twice with different content",
    meaning:
      "Two files describe the same resource, or two names become the same name. Which one is deployed is unknown.",
    fix: "Give only the files that belong together, or rename one of the resources.",
  },
  "partial-list": {
    severities: lost,
    title: "A list that goes on elsewhere",
    meaning: "The answer of the management API has a `nextLink`: more resources exist than the file holds.",
    fix: "Follow the `nextLink` and save its answers beside the first one.",
  },
  "link-outside": {
    severities: info,
    title: "A symbolic link that was not followed",
    meaning: "The link leaves the input. What it leads to was not read.",
    fix: "Copy the file to the input when it belongs to the configuration.",
  },
  "override-unused": {
    severities: info,
    title: "An override that meets no resource",
    meaning: "The file of overrides names a resource that is not in the input. It changed nothing.",
    fix: "Write the name of the resource, which is the name of its folder, not its display name.",
  },
  "source-skipped": {
    severities: info,
    title: "Sources that are not read",
    meaning:
      "The folder holds Bicep or Terraform sources beside what was read. Another tool must compile them first.",
    fix: "Run `az bicep build` or `terraform show -json` and import what it prints.",
  },
  "client-id-missing": {
    severities: difference,
    title: "A client application without an id in Entra ID",
    meaning:
      "Tokens name a client by its application id, which the input does not have. The client is not imported.",
    fix: "Add `entraApplicationId`, or export the client application from the service.",
  },
  workspace: {
    severities: lost,
    title: "A resource of a workspace",
    meaning: "Resources of workspaces have own policies and gateways, which an import does not carry.",
    fix: "Import the content of the workspace's folder alone, and serve it as a catalog apart.",
  },

  // Templates of Azure Resource Manager.
  "arm-condition": {
    severities: difference,
    title: "A resource with a condition that is unknown",
    meaning:
      "The template deploys the resource only under a condition that depends on unknown values. It is taken as deployed.",
    fix: "Give the parameters with `--parameters`.",
  },
  "arm-expression": {
    severities: ["lost", "difference"],
    title: "A value that only a deployment knows",
    meaning: "A name, link or flag of a template or plan depends on values that only a deployment has.",
    fix: "Give the parameters with `--parameters`, or import an export of the deployed service.",
  },
  "arm-link": {
    severities: lost,
    title: "A linked template that is not in the input",
    meaning: "The template deploys another one by its address. Its resources are unknown.",
    fix: "Put the linked template beside this one.",
  },
  "arm-loop": {
    severities: lost,
    title: "A loop that cannot be unrolled",
    meaning: "The number of copies depends on unknown values or is above 1,000.",
    fix: "Give the parameters with `--parameters`, or import an export of the deployed service.",
  },
  "policy-link": {
    severities: lost,
    title: "A policy document that is not in the input",
    meaning:
      "The policy is given by an address, and no file or more than one file of that name is in the input.",
    fix: "Put the file beside the template, once.",
  },

  // Products, APIs, subscriptions.
  renamed: {
    severities: difference,
    title: "A name was changed",
    meaning: "The name has characters that names in a catalog cannot have. They became `-`.",
    fix: "Use the new name in your code. Subscriptions and clients refer to it already.",
  },
  "role-assumed": {
    severities: difference,
    title: "The app role of a product was assumed",
    meaning:
      "Exports do not hold the app role that application tokens carry. The usual form, `Product.<name>.All`, was written.",
    fix: "Compare it with the app roles of the product's application in Entra ID.",
  },
  "empty-product": {
    severities: info,
    title: "A product without APIs",
    meaning: "No link to an API is in the input. The product is kept.",
    fix: "Nothing, unless links are missing in the export.",
  },
  "link-missing": {
    severities: difference,
    title: "A link that leads nowhere",
    meaning:
      "A product, API, subscription or client is linked to a resource that is not in the input. The link was left out.",
    fix: "Export the other resource as well, or remove the link.",
  },
  "same-path": {
    severities: lost,
    title: "Two APIs share a path",
    meaning:
      "The gateway tells them apart by a header or query parameter of their version. A catalog decides by path. The APIs are held.",
    fix: "Give each version its own path (scheme `Segment`), or guard one of them in the application's code.",
  },
  "two-open-products": {
    severities: lost,
    title: "An API in two open products",
    meaning: "Calls without a key belong to one open product, and which one is not defined. The API is held.",
    fix: "Leave the API in one open product.",
  },
  "api-type": {
    severities: difference,
    title: "Operations of an API that is not plain HTTP",
    meaning:
      "Operations of GraphQL, SOAP, WebSocket and similar APIs are no pairs of method and path. Rules of the API apply; those of its operations have no path to stand at.",
    fix: "Check these rules where the application knows the operation.",
  },
  "operation-unknown": {
    severities: ["lost", "info"],
    title: "An operation without a known method and path",
    meaning:
      "A policy document belongs to an operation that the input does not describe. With rules in it the API is held.",
    fix: "Add the API's OpenAPI document with the same `operationId`, or the operation itself.",
  },
  "revision-skipped": {
    severities: info,
    title: "A revision that is not current",
    meaning: "Only the current revision of an API is imported.",
    fix: "Nothing.",
  },
  "keys-absent": {
    severities: difference,
    title: "Subscriptions without their keys",
    meaning: "Exports hold no keys. The subscriptions are listed and not written.",
    fix: "Read the keys with `POST …/subscriptions/{id}/listSecrets` and give the answers with `--secrets` and `--subscriptions`.",
  },
  metadata: {
    severities: info,
    title: "A setting that guards nothing",
    meaning: "The setting is for the developer portal or the console of the gateway.",
    fix: "Nothing.",
  },

  // Access elements.
  expression: {
    severities: lost,
    title: "A computed value",
    meaning:
      "The element depends on a C# expression, or on a value, that is not among the recognized ones. It is not guessed.",
    fix: "Write the rule in the application's code, or replace the expression by a value.",
  },
  condition: {
    severities: ["lost", "info"],
    title: "A rule under a condition",
    meaning:
      "Whether the rule applies depends on something else than method, operation, API and product, or a denial is not among the recognized ones.",
    fix: "Write the check in the application's code and accept the finding, or split the operation.",
  },
  section: {
    severities: lost,
    title: "An access element that does not guard where it stands",
    meaning:
      "Access elements guard requests in `inbound`. In `backend`, `outbound` and `on-error` they do not, and limits per subscription are not allowed at global scope.",
    fix: "Move the element to `inbound` of the right scope, or remove it.",
  },
  "not-enforced": {
    severities: lost,
    title: "A check whose result is ignored",
    meaning: "The element validates and lets every request through (`ignore-error`).",
    fix: "Remove the element, or let it refuse.",
  },
  "audience-missing": {
    severities: lost,
    title: "A token rule without audience",
    meaning:
      "Every token of the issuer would be admitted, also those for other applications. A rule needs an audience.",
    fix: "Add the audience of the API to the element.",
  },
  "issuer-missing": {
    severities: lost,
    title: "A token rule without keys",
    meaning: "The element has neither `openid-config` nor signing keys. No signature can be verified.",
    fix: "Add the metadata address of the issuer.",
  },
  "tenants-missing": {
    severities: lost,
    title: "A token rule for every tenant",
    meaning: "The element accepts tokens of all organizations. A rule needs the list of tenants.",
    fix: "Write the rule in `options.json` with the tenants that may call.",
  },
  source: {
    severities: lost,
    title: "A token from two places",
    meaning: "The element names more than one source of the token, or none.",
    fix: "Leave one of header, query parameter and value.",
  },
  "aud-twice": {
    severities: difference,
    title: "Audience and a claim `aud`",
    meaning: "The element demands audiences and the claim `aud` as well. Both are demanded by the rule.",
    fix: "Nothing, unless the two contradict each other.",
  },
  stricter: {
    severities: difference,
    title: "The rule is stricter than the gateway",
    meaning:
      "The element admits tokens without signature or expiration, or counts after the answer. The rule does not.",
    fix: "Make sure that all callers send signed tokens that expire.",
  },
  secret: {
    severities: difference,
    title: "A secret became an environment variable",
    meaning: "The rule holds a secret. It was not written; the rule refers to an environment variable.",
    fix: "Set the variable where the application runs.",
  },
  certificate: {
    severities: difference,
    title: "A certificate became an environment variable",
    meaning:
      "The element names a certificate of the gateway, which no export holds. The rule refers to an environment variable.",
    fix: "Set the variable to the certificate in PEM form.",
  },
  "named-value": {
    severities: difference,
    title: "A named value became an environment variable",
    meaning: "The value is not in the input. The rule refers to an environment variable.",
    fix: "Set the variable, or add the named value to the input.",
  },
  placeholder: {
    severities: difference,
    title: "A placeholder became an environment variable",
    meaning: "A deployment would fill the value in. The rule refers to an environment variable.",
    fix: "Set the variable where the application runs.",
  },
  message: {
    severities: difference,
    title: "A computed message was left out",
    meaning: "The text of the refusal is an expression. The rule answers with its standard text.",
    fix: "Write a fixed text when callers need it.",
  },
  "client-ip": {
    severities: difference,
    title: "The address of the caller behind a proxy",
    meaning: "Behind a proxy or gateway the address that an application sees is the proxy's.",
    fix: "Set `trust proxy` (Express, Fastify) or `app.proxy` (Koa) for the proxies in front of the application.",
  },
  "unverified-claim": {
    severities: difference,
    title: "A counter by a claim that was not verified",
    meaning:
      "The gateway counts by a claim of a token that no rule verified before. A caller can choose it freely.",
    fix: "Verify the token before the limit.",
  },

  // What stands around access elements.
  "fragment-missing": {
    severities: lost,
    title: "A fragment that is not in the input",
    meaning: "The document includes a fragment whose content is unknown. It could hold rules.",
    fix: "Export the policy fragments as well.",
  },
  "token-rewritten": {
    severities: lost,
    title: "The token is changed before it is checked",
    meaning:
      "The document sets or deletes the header or query parameter of the token, and a rule validates it afterwards. The application receives the request before that change.",
    fix: "Let callers send the token where the rule reads it, or move the change to the application, in front of the guard.",
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
    meaning: "The gateway answers some requests itself, with a status other than 401 and 403.",
    fix: "Answer them in the application where it matters.",
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
