import type { CommandForm, CommandOrder } from "../../arguments/command-form.js";
import { OPTIONS, type Flag, type TextOption } from "./applications-options.js";
import { VERBS, type VerbName } from "./applications-verbs.js";

/** Something to be done. */
export type Order = CommandOrder<VerbName, TextOption, Flag>;

/** What the command line of `product-auth applications` can be. */
export const APPLICATIONS: CommandForm<VerbName, TextOption, Flag> = {
  command: "applications",
  verbs: VERBS,
  options: OPTIONS,
  help: {
    before: `Registers client applications in Entra ID and administers those in the records of Product Auth, which the portal
uses as well: a file, or PostgreSQL.`,
    options: ["records", "records-env", "catalog", "manual", "json", "help", "version"],
    after: `Credentials for Microsoft Graph are those of product-auth provision: PRODUCT_AUTH_GRAPH_TOKEN; AZURE_CLIENT_ID with
AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE; IDENTITY_ENDPOINT with
IDENTITY_HEADER. Without them, list, show and jobs work, access can be ended, and what is left to do in Entra ID
remains as a job.

Ends with 0 when it is done, 1 when it is refused, not found, or not finished: the job that is left is on stderr,
and 2 when the command line, the catalog or a credential is invalid, or the records cannot be used.`,
  },
};
