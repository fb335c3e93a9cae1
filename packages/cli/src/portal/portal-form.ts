import type { CommandForm, CommandOrder } from "../arguments/command-form.js";

export type VerbName = "publish" | "show";
export type TextOption =
  "records" | "records-env" | "schema" | "records-timeout" | "by" | "comment" | "audit";
export type Flag = "json" | "check";

/** Something to be done. */
export type Order = CommandOrder<VerbName, TextOption, Flag>;

const records = ["records", "records-env", "schema", "records-timeout"] as const;

/** What the command line of `product-auth portal` can be. */
export const PORTAL: CommandForm<VerbName, TextOption, Flag> = {
  command: "portal",
  verbs: {
    publish: {
      says: "publishes a settings file for all instances of the portal",
      subject: "FILE",
      options: ["check", ...records, "by", "comment", "audit", "json"],
    },
    show: { says: "shows the settings that are published", options: [...records, "json"] },
  },
  options: {
    records: { value: "ADDRESS", says: "where the portal keeps its records: file:PATH or postgres://…" },
    "records-env": {
      value: "NAME",
      says: "environment variable that holds this address: no password in the history",
    },
    schema: { value: "NAME", says: "schema of the tables in PostgreSQL (default: product_auth)" },
    "records-timeout": { value: "SECONDS", says: "how long to wait for the records, 1 to 60 (default: 10)" },
    check: { says: "check the file and list what would change; publish nothing" },
    by: { value: "WHO", says: "who does it, for the audit" },
    comment: { value: "TEXT", says: "why, for the audit" },
    audit: { value: "FILE", says: "append the audit to a file, a JSON line for each act (default: stderr)" },
    json: { says: "print one JSON document" },
    help: { says: "show the help; after a verb, that of the verb" },
    version: { says: "show the version" },
  },
  help: {
    before: `Publishes title, accent, logo, texts, terms and sign-up of the developer portal, which all instances follow.`,
    options: ["records", "records-env", "check", "json", "help", "version"],
    after: `Ends with 0 when it is done, or there is nothing to publish; 1 when another edition was published at the same
time; 2 when the command line or the file is invalid, or the records cannot be used; and 3 when --check found
changes.`,
  },
};
