import { createProductAuth, type ProductAuth } from "@product-auth/core";
import { administerClients, clientRegistryOver } from "@product-auth/core/clients";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import type { Entra } from "@product-auth/emulator";
import { environmentCredential, graphProvisioning } from "@product-auth/graph";
import { createPortal, entraId, outboxMail, type Portal } from "@product-auth/portal";
import { watchedApi } from "../ground/api.js";
import type { Scenario, Stage } from "../ground/scenario.js";
import { applicationIn } from "./application.js";
import { catalog, type ProductName } from "./catalog.js";
import { MOUNT, registrations } from "./registrations.js";
import { walkThrough } from "./walk.js";

/** Developers of the community sign up, try the API with a test key, and get the paid product for their applications. */
export const saas: Scenario = async (stage) => {
  const listener = await stage.listenForApi();
  const { origin } = listener;
  const publicUrl = origin + MOUNT;
  const entra = await stage.startIssuer(registrations(publicUrl));
  const api = watchedApi();
  const records = new MemoryRecordRepository();
  const repository = new MemorySubscriptionRepository();
  const auth = createProductAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    ...catalog(entra.products["pro"]!.audience),
    subscriptions: repository,
    clientApplications: clientRegistryOver(records), // those that developers registered, and no others
    onDecision: api.onDecision,
  });
  stage.onClose(() => auth.close());
  const portal = openPortal(stage, { auth, entra, records, repository, publicUrl });
  listener.serve(await applicationIn(stage.framework, { auth, portal }));
  return {
    places: {
      API: `${origin}/forecasts/oslo`,
      portal: publicUrl,
      issuer: `${entra.origin} (Entra-compatible, for development only)`,
      administrator: `${entra.users["alex"]!.userPrincipalName} (has no password)`,
    },
    walk: (step) =>
      walkThrough(step, { origin, publicUrl, api, authority: `${entra.origin}/${entra.tenantId}` }),
    next: `Open ${publicUrl}, choose Free, and sign in: your browser warns of the certificate of ${entra.origin}.
"Create an account" makes you a developer; ${entra.users["alex"]!.userPrincipalName} approves what you ask for.`,
  };
};

interface PortalParts {
  readonly auth: ProductAuth<ProductName, string>;
  readonly entra: Entra;
  readonly records: MemoryRecordRepository;
  readonly repository: MemorySubscriptionRepository;
  readonly publicUrl: string;
}

function openPortal(stage: Stage, { auth, entra, records, repository, publicUrl }: PortalParts): Portal {
  const { tenantId, origin: authorityHost, graphUrl } = entra;
  const { appId: clientId, secret: clientSecret } = entra.clients["portal"]!;
  // #region portal
  const administration = administerClients({
    records,
    provisioning: graphProvisioning({
      ...{ tenantId, graphUrl, authorityHost },
      credential: provisioningIdentity(entra),
    }),
  });
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository }),
    applications: administration,
    publicUrl,
    title: "Contoso weather",
    signIn: [entraId({ tenantId, authorityHost, clientId, clientSecret })],
    administrators: { roles: ["Portal.Admin"] },
    mail: outboxMail(),
    development: true,
  });
  // #endregion portal
  stage.onClose(async () => {
    await portal.close();
    await administration.close();
  });
  return portal;
}

/** The identity that registers applications: not that of the sign-in, whose secret opens less. */
function provisioningIdentity({
  tenantId,
  origin,
  clients,
}: Entra): ReturnType<typeof environmentCredential> {
  const { appId, secret } = clients["provisioning"]!;
  return environmentCredential({
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: appId,
    AZURE_CLIENT_SECRET: secret,
    AZURE_AUTHORITY_HOST: origin,
  });
}
