import { entriesOf, memberOf, type JsonObject, resolve } from "@product-auth/openapi/document";
import type { DocumentOperation } from "./document-operations.js";
import { exampleOf, exampleText, namedExample } from "./example-of.js";
import { itemsOf, textOf } from "./json-values.js";
import { schemaWords } from "./schema-words.js";

/** A parameter of an operation. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** Type in words. */
  readonly type?: string;
  /** Markdown. */
  readonly description?: string;
  readonly example?: string;
}

/** A body: its media type, and an example as text. */
export interface DescribedBody {
  readonly mediaType: string;
  readonly example?: string;
}

export interface DescribedResponse {
  /** A status such as `200`, or `default`. */
  readonly status: string;
  readonly description?: string;
  readonly body?: DescribedBody;
}

/** What a document says about an operation. */
export interface OperationDescription {
  readonly parameters: readonly DescribedParameter[];
  readonly requestBody?: DescribedBody & { readonly required: boolean };
  readonly responses: readonly DescribedResponse[];
  readonly isDeprecated: boolean;
}

const MOST_PARAMETERS = 100;
const MOST_RESPONSES = 50;
// RFC 9110, section 5.6.2.
const TOKEN = /^[\w!#$%&'*+.^`|~-]{1,100}$/;

// OpenAPI: "parameter definitions … shall be ignored" for these. The others cannot be set by a page.
const NOT_PARAMETERS = new Set(["accept", "authorization", "content-type", "cookie", "host", "origin"]);

export function describeOperation({ document, item, operation }: DocumentOperation): OperationDescription {
  const body = resolve(document, memberOf(operation, "requestBody"));
  const described = body && describeBody(document, body, { isSent: true });
  return {
    parameters: parametersOf(document, item, operation),
    ...(described && { requestBody: { ...described, required: memberOf(body, "required") === true } }),
    responses: responsesOf(document, operation),
    isDeprecated: memberOf(operation, "deprecated") === true,
  };
}

/** The parameters of the operation and, where it does not repeat them, of its path. */
function parametersOf(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
): readonly DescribedParameter[] {
  const byKey = new Map<string, DescribedParameter>();
  for (const holder of [item, operation])
    for (const given of itemsOf(memberOf(holder, "parameters")).slice(0, MOST_PARAMETERS)) {
      const parameter = describeParameter(document, resolve(document, given));
      if (parameter !== undefined) byKey.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  return [...byKey.values()];
}

function describeParameter(
  document: JsonObject,
  given: JsonObject | undefined,
): DescribedParameter | undefined {
  const name = textOf(memberOf(given, "name"), 100);
  const where = memberOf(given, "in");
  if (given === undefined || name === undefined) return undefined;
  if (where !== "path" && where !== "query" && where !== "header") return undefined;
  if (where === "header" && (!TOKEN.test(name) || NOT_PARAMETERS.has(name.toLowerCase()))) return undefined;
  const schema = memberOf(given, "schema");
  const type = schemaWords(document, schema);
  const description = textOf(memberOf(given, "description"), 1000);
  const example = exampleText(
    memberOf(given, "example") ??
      memberOf(resolve(document, entriesOf(memberOf(given, "examples"))[0]?.[1]), "value") ??
      namedExample(document, schema),
  );
  return {
    name,
    in: where,
    required: where === "path" || memberOf(given, "required") === true,
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
    ...(example !== undefined && example.length <= 500 && { example }),
  };
}

/** JSON where it is offered, else the first media type. */
function describeBody(
  document: JsonObject,
  holder: JsonObject,
  direction: { readonly isSent: boolean },
): DescribedBody | undefined {
  const contents = entriesOf(memberOf(holder, "content"));
  const [mediaType, content] =
    contents.find(([type]) => /^application\/(?:[\w.-]+\+)?json\b/i.test(type)) ?? contents[0] ?? [];
  // A media type is sent as a header field.
  if (mediaType === undefined || !/^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w"-]+)?$/.test(mediaType))
    return undefined;
  const resolved = resolve(document, content);
  const example = resolved && exampleText(exampleOf(document, resolved, direction));
  return { mediaType, ...(example !== undefined && { example }) };
}

function responsesOf(document: JsonObject, operation: JsonObject): readonly DescribedResponse[] {
  return entriesOf(memberOf(operation, "responses"))
    .filter(([status]) => /^(?:[1-5](?:\d\d|XX)|default)$/.test(status))
    .slice(0, MOST_RESPONSES)
    .map(([status, given]) => {
      const response = resolve(document, given);
      const description = textOf(memberOf(response, "description"), 1000);
      const body = response && describeBody(document, response, { isSent: false });
      return { status, ...(description !== undefined && { description }), ...(body && { body }) };
    });
}
