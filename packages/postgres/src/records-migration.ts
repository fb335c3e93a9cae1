import type { Names } from "./names.js";

/** The table of records. */
export function recordsMigration({ records }: Names): string {
  return `
CREATE TABLE ${records} (
  kind       text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  owner      text COLLATE "C",
  -- Moments are milliseconds since 1970; null: never.
  expires_at double precision,
  version    bigint NOT NULL,
  -- json, not jsonb: a value comes back as it was given, U+0000 and the order of members included.
  value      json NOT NULL,
  CONSTRAINT records_pkey PRIMARY KEY (kind, id)
);
CREATE INDEX records_owner ON ${records} (kind, owner, id);
CREATE INDEX records_expires_at ON ${records} (expires_at) WHERE expires_at IS NOT NULL;`;
}
