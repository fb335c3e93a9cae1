import type { Entra } from "@product-auth/emulator";
import type { OutboxMail } from "@product-auth/portal";
import type { Api } from "../../ground/api.js";
import type { AppSettings } from "../page/oidc-settings.js";

/** What the walk goes through. */
export interface PartnerWorld {
  readonly api: Api;
  readonly app: AppSettings;
  /** Origin of the API itself. */
  readonly backend: string;
  /** A client certificate of the authority, with a common name. */
  readonly certificate: (name: string) => {
    readonly ca: string;
    readonly cert: string;
    readonly key: string;
  };
  readonly entra: Entra;
  readonly mail: OutboxMail;
  /** Address of the portal. */
  readonly portal: string;
}
