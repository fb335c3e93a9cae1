import type { ApiMetadata, OperationMetadata, ProductMetadata } from "../catalog/metadata.js";
import { deepFreeze } from "../lib/deep-freeze.js";
import type { Problem } from "../lib/errors.js";
import * as form from "./forms.js";

/** What a developer portal shows about a product, and how developers subscribe to it. Decisions ignore all of it. */
export interface ProductMetadataOptions {
  /** What the product offers, in Markdown. 1 to 1000 characters. */
  readonly description?: string;
  /** Whether an administrator approves each subscription before its keys work. Default false. */
  readonly approvalRequired?: boolean;
  /**
   * Number of subscriptions to the product that one user may have, waiting and active ones. 0 closes the product to new
   * subscriptions. At most 1000000. Default: no limit.
   */
  readonly subscriptionsLimit?: number;
  /** Terms of use that a developer accepts when subscribing. 1 to 20000 characters. Default: none. */
  readonly terms?: string;
  /**
   * Names of the groups whose members see the product in a portal, at most 100. `guests` are visitors who have not signed
   * in. Default: every visitor sees it.
   */
  readonly groups?: readonly string[];
}

/** What a developer portal shows about an API. Decisions ignore all of it. */
export interface ApiMetadataOptions {
  /** What the API does, in Markdown. 1 to 10000 characters. */
  readonly description?: string;
  /**
   * OpenAPI document of the API: the document, or the path of a JSON or YAML file. In a catalog file the path is relative
   * to that file, in code to the working directory. Only a portal reads the file.
   */
  readonly openapi?: string | Readonly<Record<string, unknown>>;
}

/** What a developer portal shows about an operation. Decisions ignore all of it. */
export interface OperationMetadataOptions {
  /** Name shown to people. 1 to 300 characters. Default: the one in the OpenAPI document. */
  readonly displayName?: string;
  /** What the operation does, in Markdown. 1 to 1000 characters. Default: the one in the OpenAPI document. */
  readonly description?: string;
}

const MOST_SUBSCRIPTIONS = 1_000_000;
const MOST_GROUPS = 100;

export const productMetadataForms: form.FormsOf<ProductMetadataOptions> = {
  description: form.optional(form.shortText(1, 1_000)),
  approvalRequired: form.optional(form.flag),
  subscriptionsLimit: form.optional(form.count("subscriptions", MOST_SUBSCRIPTIONS)),
  terms: form.optional(form.shortText(1, 20_000)),
  groups: form.optional(form.shortList(form.anyText, "group names", MOST_GROUPS)),
};

export const apiMetadataForms: form.FormsOf<ApiMetadataOptions> = {
  description: form.optional(form.shortText(1, 10_000)),
  openapi: form.optional(
    form.byKind(
      { string: form.text(), object: form.anyObject("an OpenAPI document") },
      "the path of an OpenAPI document, or the document as an object",
    ),
  ),
};

export const operationMetadataForms: form.FormsOf<OperationMetadataOptions> = {
  displayName: form.optional(form.shortText(1, 300)),
  description: form.optional(form.shortText(1, 1_000)),
};

/** What is wrong with the metadata of a product. `path`: where the product stands. */
export function productMetadataProblems(path: string, { groups }: ProductMetadataOptions): Problem[] {
  if (groups === undefined) return [];
  if (groups.length === 0) {
    const fix = 'write ["administrators"], or remove it: then every visitor sees the product';
    return [{ path: `${path}.groups`, message: "is empty", fix }];
  }
  return groups.flatMap((group, i) => {
    if (/^[a-z0-9][a-z0-9._-]{0,79}$/i.test(group)) return [];
    const fix = "use at most 80 letters, digits, dots, hyphens and underscores";
    return [{ path: `${path}.groups[${i}]`, message: "is not a group name", fix }];
  });
}

/** What is wrong with the metadata of an API. `at`: where the API stands. */
export function apiMetadataProblems(at: string, { openapi }: ApiMetadataOptions): Problem[] {
  const path = `${at}.openapi`;
  if (typeof openapi === "object") {
    const fix = "pass the parsed document, which holds JSON values only";
    return isPlainData(openapi) ? [] : [{ path, message: "holds something other than data", fix }];
  }
  if (openapi === undefined) return [];
  // The server must not be sent anywhere: a document is a file of the application.
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(openapi)) {
    return [{ path, message: "is a URL", fix: "write the path of a JSON or YAML file" }];
  }
  const fix = "write the path of a file that ends in .json, .yaml or .yml";
  return /\.(?:json|ya?ml)$/i.test(openapi)
    ? []
    : [{ path, message: "is not the path of a JSON or YAML file", fix }];
}

// Functions cannot be copied; a copy is kept, because the application may change its object before the next update.
function isPlainData(document: object): boolean {
  try {
    structuredClone(document);
    return true;
  } catch {
    return false;
  }
}

/** Takes the metadata out of the options of a product. */
export function productMetadataOf<Options extends ProductMetadataOptions>({
  description,
  approvalRequired = false,
  subscriptionsLimit,
  terms,
  groups,
  ...rest
}: Options): Omit<Options, keyof ProductMetadataOptions> & { readonly metadata: ProductMetadata } {
  const metadata = Object.freeze({
    description,
    approvalRequired,
    subscriptionsLimit,
    terms,
    groups: groups && Object.freeze([...new Set(groups)]),
  });
  return { ...rest, metadata };
}

/** Takes the metadata out of the options of an API. */
export function apiMetadataOf<Options extends ApiMetadataOptions>({
  description,
  openapi,
  ...rest
}: Options): Omit<Options, keyof ApiMetadataOptions> & { readonly metadata: ApiMetadata } {
  const document = typeof openapi === "object" ? deepFreeze(structuredClone(openapi)) : openapi;
  return { ...rest, metadata: Object.freeze({ description, openapi: document }) };
}

/** Takes the metadata out of the options of an operation. */
export function operationMetadataOf<Options extends OperationMetadataOptions>({
  displayName,
  description,
  ...rest
}: Options): Omit<Options, keyof OperationMetadataOptions> & { readonly metadata: OperationMetadata } {
  return { ...rest, metadata: Object.freeze({ displayName, description }) };
}
