import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import type { Entra } from "@product-auth/emulator";
import { basic, createPortal, entraId, type OutboxMail, type Portal } from "@product-auth/portal";

/** What a portal for invited partners needs. */
export interface PortalParts {
  readonly auth: ReturnType<typeof createProductAuth>;
  readonly repository: SubscriptionRepository;
  readonly mail: OutboxMail;
  readonly entra: Entra;
  readonly publicUrl: string;
}

export function openPortal({ auth, repository, mail, entra, publicUrl }: PortalParts): Portal {
  const { tenantId, origin: authorityHost } = entra;
  const { appId: clientId, secret: clientSecret } = entra.clients["portal"]!;
  // #region portal
  return createPortal({
    auth,
    records: new MemoryRecordRepository(), // createPostgresRecords(…) in production
    subscriptions: administerSubscriptions({ repository }),
    publicUrl, // of the gateway: the console calls the API where its own page is from
    title: "Contoso for partners",
    anonymous: "redirect", // visitors see nothing
    signUp: "invitation",
    signIn: [
      basic(), // partners
      entraId({ tenantId, authorityHost, clientId, clientSecret, label: "Contoso" }), // administrators
    ],
    groups: { fabrikam: { displayName: "Fabrikam" } },
    administrators: { roles: ["Portal.Admin"] },
    mail, // nodemailerMail(transport) in production
    development: true,
  });
  // #endregion portal
}
