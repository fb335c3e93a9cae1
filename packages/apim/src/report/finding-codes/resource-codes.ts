import { difference, info, lost, type FindingGuide } from "./finding-guide.js";

/** Codes of findings about products, APIs, subscriptions and clients. */
export type ResourceCode =
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
  | "metadata";

export const resourceCodes: Readonly<Record<ResourceCode, FindingGuide>> = {
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
};
