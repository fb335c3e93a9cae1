/** The part of JSON Schema (draft 2020-12) that `catalog.schema.json` uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: "object" | "array" | "string" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
  readonly propertyNames?: JsonSchema;
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

const NOTES = ["$schema", "$id", "$defs", "title", "description"];
const KNOWN = [
  ...["$ref", "type", "properties", "required", "additionalProperties", "propertyNames", "minProperties"],
  ...["items", "minItems", "anyOf", "enum", "const", "pattern", "minLength", "maxLength"],
  ...["minimum", "maximum", "multipleOf", ...NOTES],
];

/** Whether a value is valid; throws for a keyword that is not known here, instead of passing over it. */
export function isValid(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.includes(keyword));
  if (unknown !== undefined) throw new Error(`${unknown} is not known`);
  const { $ref, anyOf } = schema;
  if ($ref !== undefined && !isValid(value, resolve($ref, root), root)) return false;
  if (anyOf !== undefined && !anyOf.some((one) => isValid(value, one, root))) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if ("const" in schema && schema.const !== value) return false;
  if (schema.type !== undefined && schema.type !== typeOf(value)) return false;
  if (typeof value === "string") return isValidText(value, schema);
  if (typeof value === "number") return isValidNumber(value, schema);
  if (Array.isArray(value)) {
    const { items = {}, minItems = 0 } = schema;
    return value.length >= minItems && value.every((item) => isValid(item, items, root));
  }
  return typeof value !== "object" || value === null || isValidObject(value, schema, root);
}

/** What a reference within the document stands for. */
export function resolve(reference: string, { $defs }: JsonSchema): JsonSchema {
  const found = $defs?.[reference.replace("#/$defs/", "")];
  if (found === undefined) throw new Error(`${reference} leads nowhere`);
  return found;
}

const typeOf = (value: unknown) => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

const isValidText = (text: string, { pattern = "", minLength = 0, maxLength = Infinity }: JsonSchema) =>
  new RegExp(pattern, "u").test(text) && text.length >= minLength && text.length <= maxLength;

const isValidNumber = (value: number, { minimum = -Infinity, maximum = Infinity, multipleOf }: JsonSchema) =>
  value >= minimum && value <= maximum && (multipleOf === undefined || Number.isInteger(value / multipleOf));

function isValidObject(value: object, schema: JsonSchema, root: JsonSchema): boolean {
  const {
    properties = {},
    required = [],
    additionalProperties = {},
    propertyNames = {},
    minProperties = 0,
  } = schema;
  const members = Object.entries(value);
  if (members.length < minProperties || !required.every((name) => Object.hasOwn(value, name))) return false;
  return members.every(([name, member]) => {
    if (!isValid(name, propertyNames, root)) return false;
    const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    return own !== false && isValid(member, own ?? {}, root);
  });
}
