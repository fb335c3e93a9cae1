import type { CommandOptions } from "../../arguments/command-form.js";

/** Options that take a value. */
export type TextOption =
  | ("records" | "records-env" | "schema" | "records-timeout")
  | ("subscriptions" | "subscriptions-env" | "prefix" | "timeout")
  | ("public-url" | "first-name" | "last-name" | "group")
  | ("skip" | "limit")
  | ("comment" | "audit");

/** Options that stand alone. */
export type Flag = "json" | "all" | "yes" | "administrator";

/** An option's name. */
export type OptionName = TextOption | Flag;

/** Every option with two dashes. */
export const OPTIONS: CommandOptions<TextOption, Flag> = {
  records: { value: "ADDRESS", says: "where the users are: file:PATH or postgres://…" },
  "records-env": {
    value: "NAME",
    says: "environment variable that holds this address: no password in the history",
  },
  schema: { value: "NAME", says: "schema of the tables in PostgreSQL (default: product_auth)" },
  "records-timeout": { value: "SECONDS", says: "how long to wait for the records, 1 to 60 (default: 10)" },
  subscriptions: {
    value: "ADDRESS",
    says: "where the subscriptions of the portal are: file:PATH, postgres://… or redis://…",
  },
  "subscriptions-env": { value: "NAME", says: "environment variable that holds this address" },
  prefix: { value: "TEXT", says: "prefix of the keys in Redis" },
  timeout: {
    value: "SECONDS",
    says: "how long to wait for subscriptions and applications, 1 to 3600 (default: 60)",
  },
  "public-url": { value: "URL", says: "address of the portal: its option publicUrl" },
  "first-name": { value: "TEXT", says: "first name of the user" },
  "last-name": { value: "TEXT", says: "last name of the user" },
  group: { value: "NAME", says: "group of the portal that the user gets", often: true },
  administrator: { says: "the user becomes an administrator of the portal" },
  skip: { value: "N", says: "leave out the first N users" },
  limit: { value: "N", says: "maximum number to list, 1 to 10000 (default: 100)" },
  all: { says: "list everything" },
  comment: { value: "TEXT", says: "why, for the audit" },
  audit: {
    value: "FILE",
    says: "append the audit to a file too, a JSON line for each act (default: stderr)",
  },
  json: { says: "print one JSON document" },
  yes: { says: "do it without a question" },
  help: { says: "show the help; after a verb, that of the verb" },
  version: { says: "show the version" },
};
