import { createProductAuth } from "@product-auth/core";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { outboxMail } from "@product-auth/portal";
import { watchedApi } from "../ground/api.js";
import type { Scenario } from "../ground/scenario.js";
import { applicationIn } from "./application.js";
import { catalog, GATEWAY } from "./catalog.js";
import { createGateway } from "./gateway.js";
import { openPortal } from "./open-portal.js";
import { createPageHost } from "./page-host.js";
import { MOUNT, registrations } from "./registrations.js";
import { walkThrough } from "./walk.js";

/** Users of a partner sign in to its single-page app; a gateway with a client certificate stands before the API. */
export const partnerSpa: Scenario = async (stage) => {
  const { authority } = stage;
  const front = await stage.listenForApi({ https: true });
  const back = await stage.listen({ https: "client certificates" });
  const host = await stage.listen({ https: true });
  const app = `https://localhost:${host.port}`; // for browsers, another site than the API
  const publicUrl = front.origin + MOUNT;
  const entra = await stage.startIssuer(registrations(app, publicUrl));
  const { audience } = entra.products["orders"]!;
  const { appId: clientId } = entra.clients["app"]!;

  const api = watchedApi();
  const mail = outboxMail();
  const repository = new MemorySubscriptionRepository();
  const auth = createProductAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    ...catalog(audience, clientId),
    clientCertificates: { authorities: [authority.ca] },
    subscriptions: repository,
    onDecision: api.onDecision,
  });
  stage.onClose(() => auth.close());
  const portal = openPortal({ auth, repository, mail, entra, publicUrl });
  stage.onClose(() => portal.close());
  back.serve(await applicationIn(stage.framework, { auth, portal, app }));

  const { pem: cert, privateKey: key } = authority.issueClient(GATEWAY);
  const gateway = createGateway({ backend: back.origin, ca: authority.ca, cert, key });
  stage.onClose(gateway.close);
  front.serve(gateway.serve);

  const nameOf = (user: string): string => entra.users[user]!.userPrincipalName;
  const settings = {
    authority: `${entra.origin}/${entra.tenantId}/v2.0`,
    clientId,
    redirectUri: `${app}/`,
    scopes: [`${audience}/Orders.Read`],
    api: front.origin,
  };
  host.serve(await createPageHost(settings));
  return {
    places: {
      app: `${app}/`,
      gateway: front.origin,
      API: `${back.origin} (takes calls of the gateway only)`,
      portal: publicUrl,
      mails: `${publicUrl}/dev/outbox`,
      issuer: `${entra.origin} (Entra-compatible, for development only)`,
      users: `${nameOf("megan")} (of the partner), ${nameOf("alex")} (administrator); they have no passwords`,
    },
    walk: (step) =>
      walkThrough(step, {
        api,
        app: settings,
        backend: back.origin,
        certificate: (name) => ({ ca: authority.ca, ...clientOf(authority.issueClient(name)) }),
        entra,
        mail,
        portal: publicUrl,
      }),
    next: `Your browser warns of three certificates. Accept each of them once: open
  ${entra.origin}
  ${front.origin}/orders
  ${app}/
In the last one, the app, sign in as megan. Then open ${publicUrl}, choose
"Sign in with Contoso", alex, invite a developer, and open the link of the mail at ${publicUrl}/dev/outbox
in a private window.`,
  };
};

const clientOf = ({ pem, privateKey }: { pem: string; privateKey: string }) => ({
  cert: pem,
  key: privateKey,
});
