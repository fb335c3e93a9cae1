import type { VerbForm } from "../../arguments/command-form.js";
import type { OptionName } from "./options.js";

/** A verb's name. */
export type VerbName =
  | ("list" | "show" | "create")
  | ("activate" | "suspend" | "reject" | "cancel" | "expire")
  | ("rename" | "transfer")
  | ("regenerate" | "delete" | "check" | "migrate");

const store = ["store", "store-env", "schema", "prefix", "timeout"] as const;
const act = ["by", "comment", "audit"] as const;
const change: Omit<VerbForm<OptionName>, "says"> = { subject: "ID", options: [...store, ...act, "json"] };

/** The verbs. */
export const VERBS: Readonly<Record<VerbName, VerbForm<OptionName>>> = {
  list: {
    says: "lists subscriptions, in the order of their ids",
    options: [...store, "state", "scope", "owner", "limit", "after", "all", "json"],
  },
  show: { says: "shows one subscription", subject: "ID", options: [...store, "json"] },
  create: {
    says: "makes a subscription and shows its new keys, once",
    options: [
      ...(["scope", "id", "name", "owner", "state", "start", "end"] as const),
      ...(["primary-key-file", "secondary-key-file", "pepper-env"] as const),
      ...store,
      ...act,
      "json",
    ],
  },
  activate: { says: "lets its keys in", ...change },
  suspend: { says: "shuts its keys out, until it is activated", ...change },
  reject: { says: "says no to one that was submitted", ...change },
  cancel: { says: "ends it at its owner's wish", ...change },
  expire: { says: "ends it because its time has passed", ...change },
  rename: {
    says: "gives it another name",
    subject: "ID",
    options: ["name", ...store, ...act, "json"],
  },
  transfer: {
    says: "gives it to another owner; the keys stay, and the former owner knows them",
    subject: "ID",
    options: ["owner", ...store, ...act, "json"],
  },
  regenerate: {
    says: "replaces one of its keys and shows the new one, once",
    subject: "ID",
    options: ["key", "grace", "pepper-env", ...store, ...act, "json"],
  },
  delete: { says: "removes it and its keys", subject: "ID", options: ["yes", ...store, ...act, "json"] },
  check: {
    says: "says whether a text looks like a key that was generated here; asks no store",
    subject: "KEY|-",
    options: ["json"],
  },
  migrate: {
    says: "brings the tables in PostgreSQL up to date",
    options: ["store", "store-env", "schema", "timeout", "json"],
  },
};
