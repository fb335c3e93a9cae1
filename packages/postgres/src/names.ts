import { createHash } from "node:crypto";

/** The names of a schema and its tables, quoted for SQL. */
export interface Names {
  /** The schema as given. */
  readonly schema: string;
  readonly quotedSchema: string;
  readonly subscriptions: string;
  readonly keys: string;
  readonly counters: string;
  /** The function that counts. */
  readonly countCalls: string;
  readonly records: string;
  /** The channel for changes of records; that of subscriptions is the schema. */
  readonly recordChannel: string;
  readonly migrations: string;
}

// PostgreSQL silently truncates longer names; two schemas, or two channels, would become one.
const MAX_BYTES = 63;

/** Schema of the tables, unless an option names another. */
export const DEFAULT_SCHEMA = "product_auth";

/** Makes the names for a schema. Throws `RangeError` for a name that PostgreSQL does not support. */
export function namesIn(schema: string): Names {
  const bytes = Buffer.byteLength(schema);
  if (bytes === 0 || bytes > MAX_BYTES || /[\0\p{Surrogate}]/u.test(schema))
    throw new RangeError(`schema must be 1 to ${MAX_BYTES} bytes of text, not ${JSON.stringify(schema)}`);
  const quotedSchema = quoted(schema);
  const table = (name: string) => `${quotedSchema}.${name}`;
  return {
    schema,
    quotedSchema,
    subscriptions: table("subscriptions"),
    keys: table("subscription_keys"),
    counters: table("counters"),
    countCalls: table("count_calls"),
    records: table("records"),
    recordChannel: recordChannelOf(schema),
    migrations: table("migrations"),
  };
}

/** Quotes an identifier for SQL. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

// A digest stands for a schema whose name leaves no room.
function recordChannelOf(schema: string): string {
  const channel = `${schema} records`;
  if (Buffer.byteLength(channel) <= MAX_BYTES) return channel;
  return `${createHash("sha256").update(schema).digest("base64url")} records`;
}
