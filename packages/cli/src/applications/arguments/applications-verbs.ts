import type { VerbForm } from "../../arguments/command-form.js";
import type { OptionName } from "./applications-options.js";

/** A verb's name. */
export type VerbName =
  | ("list" | "show" | "register")
  | ("link" | "approve" | "reject" | "unlink")
  | ("suspend" | "restore" | "transfer")
  | ("new-secret" | "remove-secret" | "delete")
  | ("jobs" | "resume" | "complete" | "discard")
  | ("reconcile" | "repair");

const records = ["records", "records-env", "schema", "records-timeout"] as const;
const entra = ["tenant", "managed-identity", "instance", "manual", "token-url", "timeout"] as const;
const act = ["by", "comment", "audit"] as const;
const change = [...records, ...entra, ...act, "json"] as const;
const page = ["limit", "after", "all"] as const;

/** The verbs. */
export const VERBS: Readonly<Record<VerbName, VerbForm<OptionName>>> = {
  list: {
    says: "lists applications, in the order of their client ids",
    options: ["owner", "pending", ...page, ...records, "json"],
  },
  show: {
    says: "shows one application, with its secrets where Graph credentials are set",
    subject: "ID",
    options: [...records, ...entra, "json"],
  },
  register: {
    says: "registers an application in Entra ID and links it to products",
    options: ["name", "product", "description", "owner", "operation", "client-id", "catalog", ...change],
  },
  link: {
    says: "links it to a product, or asks for one that needs an approval",
    subject: "ID",
    options: ["product", "catalog", ...change],
  },
  approve: {
    says: "links a product that it asked for",
    subject: "ID",
    options: ["product", "catalog", ...change],
  },
  reject: { says: "rejects a product that it asked for", subject: "ID", options: ["product", ...change] },
  unlink: { says: "ends its access to a product", subject: "ID", options: ["product", ...change] },
  suspend: { says: "ends its access to all products, until it is restored", subject: "ID", options: change },
  restore: {
    says: "gives it access again to the products that it is linked to",
    subject: "ID",
    options: change,
  },
  transfer: {
    says: "gives it to another owner",
    subject: "ID",
    options: ["owner", "remove-secrets", "yes", ...change],
  },
  "new-secret": {
    says: "creates a client secret and prints it, this once",
    subject: "ID",
    options: ["days", "operation", "secret-file", ...change],
  },
  "remove-secret": { says: "removes a client secret", subject: "ID", options: ["key-id", "yes", ...change] },
  delete: {
    says: "ends its access and deletes its registration",
    subject: "ID",
    options: ["yes", ...change],
  },
  jobs: {
    says: "lists work in Entra ID that is not finished",
    options: ["owner", ...page, ...records, "json"],
  },
  resume: {
    says: "tries a job again now, or without JOB all of them",
    subject: "[JOB]",
    options: [...records, ...entra, "audit", "json"],
  },
  complete: {
    says: "continues a job after an administrator has done its step in the Entra portal",
    subject: "JOB",
    options: ["client-id", ...change],
  },
  discard: {
    says: "gives up a registration that is not finished, and deletes what it created",
    subject: "JOB",
    options: ["yes", ...change],
  },
  reconcile: {
    says: "compares the records with Entra ID, and changes nothing",
    options: [...records, ...entra, "json"],
  },
  repair: {
    says: "assigns and removes app roles as the records say; deletes registration ID if it has no record",
    subject: "[ID]",
    options: ["yes", ...records, ...entra, "json"],
  },
};
