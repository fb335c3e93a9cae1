import type { CommandOptions } from "../../arguments/command-form.js";

/** Options that take a value. */
export type TextOption =
  | ("records" | "records-env" | "schema" | "records-timeout" | "catalog")
  | ("tenant" | "instance" | "token-url" | "timeout")
  | ("by" | "comment" | "audit")
  | ("owner" | "limit" | "after")
  | ("name" | "description" | "product" | "operation" | "client-id")
  | ("days" | "secret-file" | "key-id");

/** Options that stand alone. */
export type Flag = "json" | "all" | "yes" | "manual" | "managed-identity" | "pending" | "remove-secrets";

/** An option's name. */
export type OptionName = TextOption | Flag;

/** Every option with two dashes. */
export const OPTIONS: CommandOptions<TextOption, Flag> = {
  records: { value: "ADDRESS", says: "where the applications are: file:PATH or postgres://…" },
  "records-env": {
    value: "NAME",
    says: "environment variable that holds this address: no password in the history",
  },
  schema: { value: "NAME", says: "schema of the tables in PostgreSQL (default: product_auth)" },
  "records-timeout": { value: "SECONDS", says: "how long to wait for the records, 1 to 60 (default: 10)" },
  catalog: {
    value: "FILE",
    says: "catalog file of the API, which contains its products (default: catalog.json)",
  },
  tenant: { value: "ID", says: "directory (tenant) id (default: AZURE_TENANT_ID)" },
  "managed-identity": { says: "use the managed identity of this virtual machine" },
  instance: { value: "NAME", says: "separates installations in one tenant (default: portal)" },
  manual: { says: "make no call to Entra ID: an administrator does these steps in the Entra portal" },
  "token-url": { value: "URL", says: "with --manual: token endpoint (default: that of --tenant)" },
  timeout: { value: "SECONDS", says: "how long to wait for Entra ID, 1 to 3600 (default: 300)" },
  by: { value: "WHO", says: "who does it, for the audit" },
  comment: { value: "TEXT", says: "why; kept with the state, and in the audit" },
  audit: { value: "FILE", says: "append the audit to a file, a JSON line for each act (default: stderr)" },
  json: { says: "print one JSON document" },
  owner: { value: "OWNER", says: "id of the owner" },
  pending: { says: "list only applications that wait for the approval of a product" },
  limit: { value: "N", says: "maximum number to list (default: 100)" },
  after: { value: "ID", says: "list what follows this id" },
  all: { says: "list everything" },
  name: { value: "TEXT", says: "display name of the application" },
  description: { value: "TEXT", says: "what the application is for" },
  product: { value: "NAME", says: "product of the catalog", often: true },
  operation: { value: "ID", says: "run again what was interrupted: the same id has one result" },
  "client-id": {
    value: "ID",
    says: "with --manual: application (client) id of the registration in Entra ID",
  },
  days: { value: "N", says: "days until the secret ends, 1 to 365 (default: 365)" },
  "secret-file": { value: "FILE", says: "write the secret to a new file that only you may read" },
  "key-id": { value: "ID", says: "id of the secret; show lists the secrets" },
  "remove-secrets": { says: "also remove all secrets, which the former owner may know" },
  yes: { says: "do it without a question" },
  help: { says: "show the help; after a verb, that of the verb" },
  version: { says: "show the version" },
};
