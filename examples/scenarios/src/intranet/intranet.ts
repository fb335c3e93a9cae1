import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import type { Entra } from "@product-auth/emulator";
import { createPortal, entraId, outboxMail } from "@product-auth/portal";
import { watchedApi } from "../ground/api.js";
import type { Scenario, Stage } from "../ground/scenario.js";
import { applicationIn } from "./application.js";
import { catalog } from "./catalog.js";
import { MOUNT, registrations } from "./registrations.js";
import { walkThrough } from "./walk.js";

/** Users of a desktop client sign in at the tenant; an API takes their tokens, and a key where the product asks for both. */
export const intranet: Scenario = async (stage) => {
  const listener = await stage.listenForApi();
  const { origin } = listener;
  const publicUrl = origin + MOUNT;
  const entra = await stage.startIssuer(registrations(publicUrl));
  const api = watchedApi();
  const { audience } = entra.products["backend"]!;
  const idOf = (client: string): string => entra.clients[client]!.appId;
  const repository = new MemorySubscriptionRepository();
  const subscriptions = administerSubscriptions({ repository });
  const auth = createProductAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    ...catalog(audience, [idOf("desktop"), idOf("console")]),
    subscriptions: repository,
    onDecision: api.onDecision,
  });
  stage.onClose(() => auth.close());
  const portal = openPortal(stage, { auth, entra, subscriptions, publicUrl });
  listener.serve(await applicationIn(stage.framework, { auth, portal }));
  const desktop = {
    authority: `${entra.origin}/${entra.tenantId}`,
    clientId: idOf("desktop"),
    scopes: ["Timesheets.Read", "Payroll.Read"].map((scope) => `${audience}/${scope}`),
  };
  const nameOf = (user: string): string => entra.users[user]!.userPrincipalName;
  return {
    places: {
      API: `${origin}/timesheets`,
      portal: publicUrl,
      issuer: `${entra.origin} (Entra-compatible, for development only)`,
      users: `${nameOf("adele")} (employee), ${nameOf("alex")} (administrator); they have no passwords`,
    },
    walk: (step) => walkThrough(step, { origin, api, entra, desktop, subscriptions }),
    next: `Sign in with the desktop client and your browser, which will warn of the certificate of ${entra.origin}:
  NODE_EXTRA_CA_CERTS=${stage.authority.caFile} \\
    node examples/scenarios/dist/src/intranet/desktop/main.js \\
    --authority ${desktop.authority} --client ${desktop.clientId} --api ${origin} \\
    ${desktop.scopes.map((scope) => `--scope ${scope}`).join(" ")}

Open ${publicUrl}, sign in as adele and subscribe to Payroll; as alex, in a private window, approve it. Then adele finds
the keys in the portal, and sends "Read my payslip" with her token and a key. Or add --key to the command above.`,
  };
};

function openPortal(
  stage: Stage,
  {
    auth,
    entra,
    subscriptions,
    publicUrl,
  }: {
    readonly auth: Parameters<typeof createPortal>[0]["auth"];
    readonly entra: Entra;
    readonly subscriptions: ReturnType<typeof administerSubscriptions>;
    readonly publicUrl: string;
  },
): ReturnType<typeof createPortal> {
  const { tenantId, origin: authorityHost } = entra;
  const { audience } = entra.products["backend"]!;
  const credentialsOf = (client: string): { clientId: string; clientSecret: string } => ({
    clientId: entra.clients[client]!.appId,
    clientSecret: entra.clients[client]!.secret,
  });
  const portal = createPortal({
    auth,
    records: new MemoryRecordRepository(),
    subscriptions,
    publicUrl,
    title: "Contoso intranet",
    signIn: [entraId({ tenantId, authorityHost, ...credentialsOf("portal") })],
    console: {
      signIn: {
        ...credentialsOf("console"),
        scopes: { staff: ["Timesheets.Read", "Timesheets.Write"], payroll: [`${audience}/Payroll.Read`] },
      },
    },
    mail: outboxMail(),
    administrators: { roles: ["Portal.Admin"] },
    development: true,
  });
  stage.onClose(() => portal.close());
  return portal;
}
