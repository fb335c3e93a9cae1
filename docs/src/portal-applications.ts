import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { administerClients, clientRegistryOver } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import {
  environmentCredential,
  graphProvisioning,
  reconcileApplications,
  type GraphCredential,
} from "@product-auth/graph";
import { createPortal, type Portal, type SignInProvider } from "@product-auth/portal";

/** What the application brings along. */
export interface Surroundings {
  readonly catalog: ProductAuthOptions;
  readonly repository: SubscriptionRepository;
  readonly records: RecordRepository;
  readonly signIn: readonly SignInProvider[];
  readonly publicUrl: string;
  readonly tenantId: string;
  /** Of an emulator or a national cloud. */
  readonly hosts: { readonly graphUrl: string; readonly authorityHost: string };
  readonly credential: GraphCredential;
  readonly website: string;
}

export function createPortalWithApplications({
  catalog,
  repository,
  records,
  signIn,
  publicUrl,
  tenantId,
  hosts,
  credential,
  website,
}: Surroundings): Portal {
  // #region applications
  const provisioning = graphProvisioning({ tenantId, credential, ...hosts });
  const administration = administerClients({ records, provisioning });
  const auth = createProductAuth({
    ...catalog,
    subscriptions: repository,
    clientApplications: clientRegistryOver(records, {
      also: [{ id: website, products: ["gold"], state: "active" }], // your own clients
    }),
  });
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository }),
    applications: {
      administration,
      // once an hour, for the page "Health"
      reconcile: () => reconcileApplications({ administration, tenantId, credential, ...hosts }),
    },
    publicUrl,
    signIn,
  });
  // #endregion applications
  return portal;
}

/** The credential of the process: a managed identity, a certificate or a secret. */
export const credentialOf = (env: Readonly<Record<string, string | undefined>>): GraphCredential =>
  environmentCredential(env);
