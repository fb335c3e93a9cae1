/** The names of everything in one schema, quoted for use in SQL. */
export interface Names {
  /** The schema as given. */
  readonly schema: string;
  readonly quotedSchema: string;
  readonly subscriptions: string;
  readonly keys: string;
  readonly migrations: string;
}

// PostgreSQL cuts longer names off without a word; two schemas, or two channels, would become one.
const MOST_BYTES = 63;

/** Names for a schema; throws `RangeError` for one that PostgreSQL cannot have. */
export function namesIn(schema: string): Names {
  const bytes = Buffer.byteLength(schema);
  if (bytes === 0 || bytes > MOST_BYTES || /[\0\p{Surrogate}]/u.test(schema))
    throw new RangeError(`schema must be 1 to ${MOST_BYTES} bytes of text, not ${JSON.stringify(schema)}`);
  const quotedSchema = quoted(schema);
  const table = (name: string) => `${quotedSchema}.${name}`;
  return {
    schema,
    quotedSchema,
    subscriptions: table("subscriptions"),
    keys: table("subscription_keys"),
    migrations: table("migrations"),
  };
}

/** An identifier in quotes, whatever it holds. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
