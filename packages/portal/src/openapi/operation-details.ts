import type { CatalogApi } from "@product-auth/core";
import type { CallParameter, CallTemplate } from "../console/call-template.js";
import type { ShownOperation } from "./api-description.js";
import {
  describeOperation,
  type DescribedBody,
  type DescribedParameter,
  type DescribedResponse,
} from "./describe-operation.js";
import { documentNames } from "./parameter-names.js";
import { parametersIn, segmentsOf } from "./path-template.js";

/** A parameter as the page shows it. */
export type ShownParameter = DescribedParameter & CallParameter;

/** What the page of an operation shows besides its name. */
export interface OperationDetails {
  readonly parameters: readonly ShownParameter[];
  readonly requestBody: (DescribedBody & { readonly required: boolean }) | undefined;
  readonly responses: readonly DescribedResponse[];
  readonly isDeprecated: boolean;
  readonly template: CallTemplate;
}

/** The details of an operation: from its document, and what its path alone tells. */
export function operationDetails(api: CatalogApi, shown: ShownOperation): OperationDetails {
  const described = shown.source === undefined ? undefined : describeOperation(shown.source);
  const rest = segmentsOf(shown.urlTemplate).at(-1) === "*" ? restName(shown) : undefined;
  const parameters: readonly ShownParameter[] = [
    ...pathParameters(shown, described?.parameters ?? [], rest),
    ...(described?.parameters ?? []).filter(
      ({ name, in: where }) => where !== "path" && !isCredential(api, name, where),
    ),
  ];
  const mediaType = mediaTypeOf(shown.method, described?.requestBody);
  const segments = [...segmentsOf(api.path), ...segmentsOf(shown.urlTemplate)];
  if (rest !== undefined) segments.splice(-1, 1, `{${rest}}`);
  return {
    parameters,
    requestBody: described?.requestBody,
    responses: described?.responses ?? [],
    isDeprecated: described?.isDeprecated ?? false,
    template: {
      method: shown.method,
      segments,
      parameters: parameters.map(({ name, in: where, required, isRest }) => ({
        name,
        in: where,
        required,
        ...(isRest === true && { isRest }),
      })),
      keyHeader: api.key.header,
      ...(mediaType !== undefined && { mediaType }),
    },
  };
}

// The console sends the credential by itself.
const isCredential = ({ key }: CatalogApi, name: string, where: "query" | "header") =>
  where === "header" ? name.toLowerCase() === key.header.toLowerCase() : name === key.query;

/** A name for what `*` stands for. */
const restName = ({ urlTemplate }: ShownOperation) =>
  parametersIn(urlTemplate).includes("path") ? "rest of path" : "path";

function pathParameters(
  shown: ShownOperation,
  described: readonly DescribedParameter[],
  rest: string | undefined,
): readonly ShownParameter[] {
  const ofTemplate = [...documentNames(shown)].map(([name, theirs]) => {
    const found = described.find((parameter) => parameter.in === "path" && parameter.name === theirs);
    return { ...found, name, in: "path" as const, required: true };
  });
  const ofRest =
    rest === undefined ? [] : [{ name: rest, in: "path" as const, required: false, isRest: true }];
  return [...ofTemplate, ...ofRest];
}

const SENDS_BODY = new Set(["POST", "PUT", "PATCH"]);

/** Media type of the body that the console sends; undefined for none, and for bodies that are no text. */
function mediaTypeOf(method: string, body: DescribedBody | undefined): string | undefined {
  if (method === "GET" || method === "HEAD") return undefined; // fetch refuses a body
  if (body === undefined) return SENDS_BODY.has(method) ? "application/json" : undefined;
  return /^(?:multipart\/|image\/|audio\/|video\/|application\/(?:octet-stream|pdf|zip)\b)/i.test(
    body.mediaType,
  )
    ? undefined
    : body.mediaType;
}
