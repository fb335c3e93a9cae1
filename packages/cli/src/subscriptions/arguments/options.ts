import type { CommandOptions } from "../../arguments/command-form.js";

/** Options that take a value. */
export type TextOption =
  | ("store" | "store-env" | "schema" | "prefix" | "timeout" | "pepper-env")
  | ("by" | "comment" | "audit")
  | ("state" | "scope" | "owner" | "limit" | "after")
  | ("id" | "name" | "start" | "end" | "primary-key-file" | "secondary-key-file")
  | ("key" | "grace");

/** Options that stand alone. */
export type Flag = "json" | "all" | "yes";

/** An option's name. */
export type OptionName = TextOption | Flag;

/** Every option with two dashes. */
export const OPTIONS: CommandOptions<TextOption, Flag> = {
  store: { value: "ADDRESS", says: "file:PATH, postgres://…, redis://… or rediss://…" },
  "store-env": {
    value: "NAME",
    says: "environment variable that holds the address: no password in the history",
  },
  schema: { value: "NAME", says: "schema of the tables in PostgreSQL (default: product_auth)" },
  prefix: { value: "TEXT", says: "what keys in Redis begin with (default: {product-auth}:)" },
  timeout: { value: "SECONDS", says: "how long to wait for an answer of the store (default: 10)" },
  "pepper-env": { value: "NAME", says: "environment variable that holds the pepper of the API" },
  json: { says: "print one JSON document" },
  by: { value: "WHO", says: "who does it, for the audit" },
  comment: { value: "TEXT", says: "why; kept with the state, and in the audit" },
  audit: { value: "FILE", says: "append the audit to a file, a JSON line for each act (default: stderr)" },
  state: { value: "STATE", says: "active, submitted, rejected, suspended, cancelled or expired" },
  scope: { value: "SCOPE", says: "what the keys open: /products/NAME, /apis/NAME, /apis or /" },
  owner: { value: "OWNER", says: "id of the owner" },
  limit: { value: "N", says: "most to list (default: 100)" },
  after: { value: "ID", says: "list from behind this id on" },
  all: { says: "list everything, however much it is" },
  id: { value: "ID", says: "id of the new subscription (default: a random one)" },
  name: { value: "TEXT", says: "name for people" },
  start: { value: "DATE", says: "from when on the keys admit: 2026-01-31, or 2026-01-31T08:00:00Z" },
  end: { value: "DATE", says: "time from which the keys are refused" },
  "primary-key-file": {
    value: "FILE",
    says: "a key of your own, from a file or - for stdin (default: a new one)",
  },
  "secondary-key-file": { value: "FILE", says: "the same for the secondary key" },
  key: { value: "SLOT", says: "primary or secondary" },
  grace: { value: "SECONDS", says: "how long the old key works on (default: 0, it is void at once)" },
  yes: { says: "delete it indeed" },
  help: { says: "show the help; after a verb, that of the verb" },
  version: { says: "show the version" },
};
