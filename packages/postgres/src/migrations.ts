import { countersMigration } from "./counters-migration.js";
import { recordsMigration } from "./records-migration.js";
import { DEFAULT_SCHEMA, namesIn, type Names } from "./names.js";

/** One migration of the schema, applied once, in one transaction. */
export interface Migration {
  /** 1, 2, 3… */
  readonly version: number;
  /** SQL statements, which also record that this version is applied. */
  readonly sql: string;
}

// A released migration is never changed: a change is a new entry at the end.
const STEPS: readonly ((names: Names) => string)[] = [
  ({ subscriptions, keys }) => `
CREATE TABLE ${subscriptions} (
  id            text COLLATE "C" NOT NULL,
  -- The id as UTF-16 with the high byte first: lists are in the order of code units, whatever the collation.
  id_order      bytea NOT NULL,
  scope         text NOT NULL,
  state         text NOT NULL,
  display_name  text,
  owner_id      text,
  owner_state   text,
  state_comment text,
  -- Moments are milliseconds since 1970.
  created_date  double precision NOT NULL,
  start_date    double precision,
  end_date      double precision,
  version       bigint NOT NULL,
  CONSTRAINT subscriptions_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX subscriptions_id_order ON ${subscriptions} (id_order);
CREATE INDEX subscriptions_owner_id ON ${subscriptions} (owner_id, id_order);
CREATE INDEX subscriptions_scope ON ${subscriptions} (scope, id_order);
CREATE TABLE ${keys} (
  digest          text COLLATE "C" NOT NULL,
  subscription_id text COLLATE "C" NOT NULL,
  -- Keys come back in the order in which they were given.
  position        integer NOT NULL,
  slot            text NOT NULL,
  hint            text NOT NULL,
  pepper          text,
  ends_at         double precision,
  CONSTRAINT subscription_keys_pkey PRIMARY KEY (digest),
  CONSTRAINT subscription_keys_subscription_id_fkey FOREIGN KEY (subscription_id)
    REFERENCES ${subscriptions} (id) ON DELETE CASCADE
);
CREATE INDEX subscription_keys_subscription_id ON ${keys} (subscription_id, position);`,
  countersMigration,
  recordsMigration,
  // Those that wait for approval are few among many: without it, a list of them reads every subscription.
  ({ subscriptions }) => `CREATE INDEX subscriptions_state ON ${subscriptions} (state, id_order);`,
];

/** Returns all migrations as SQL, for use with another migration tool; `migrate()` runs the same. Default schema: `product_auth`. */
export function migrations(schema: string = DEFAULT_SCHEMA): readonly Migration[] {
  const names = namesIn(schema);
  return STEPS.map((step, i) => {
    const version = i + 1;
    const first = version === 1 ? [beginning(names)] : [];
    const record = `INSERT INTO ${names.migrations} (version) VALUES (${version});`;
    return { version, sql: [...first, step(names).trim(), record, ""].join("\n") };
  });
}

const beginning = ({ quotedSchema, migrations }: Names) =>
  `CREATE SCHEMA IF NOT EXISTS ${quotedSchema};
CREATE TABLE ${migrations} (
  version    integer NOT NULL PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
);`;
