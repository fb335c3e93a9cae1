import type { VerbForm } from "../../arguments/command-form.js";
import type { OptionName } from "./users-options.js";

/** A verb's name. */
export type VerbName = "list" | "show" | "invite" | "block" | "unblock" | "delete";

const records = ["records", "records-env", "schema", "records-timeout"] as const;
const change = [
  ...records,
  ...["subscriptions", "subscriptions-env", "prefix", "timeout", "comment", "audit", "json"],
] as readonly OptionName[];

/** The verbs. */
export const VERBS: Readonly<Record<VerbName, VerbForm<OptionName>>> = {
  list: {
    says: "lists users by name; WORDS are searched in name and e-mail address",
    subject: "[WORDS]",
    options: ["limit", "skip", "all", ...records, "json"],
  },
  show: {
    says: "shows one user; USER is an id or an e-mail address",
    subject: "USER",
    options: [...records, "json"],
  },
  invite: {
    says: "makes a link with which the person makes an account, and prints it, this once",
    subject: "EMAIL",
    options: [
      ...(["public-url", "first-name", "last-name", "group", "administrator"] as const),
      ...records,
      ...(["audit", "json"] as const),
    ],
  },
  block: {
    says: "blocks a user: no sign-in, no session, no key, no token",
    subject: "USER",
    options: change,
  },
  unblock: { says: "gives a blocked user the access back", subject: "USER", options: change },
  delete: {
    says: "deletes a user, with subscriptions, applications and personal data",
    subject: "USER",
    options: ["yes", ...change],
  },
};
