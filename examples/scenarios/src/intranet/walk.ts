import type { SubscriptionAdministration } from "@product-auth/core/subscriptions";
import type { Entra } from "@product-auth/emulator";
import type { Api } from "../ground/api.js";
import { newTerminalBrowser } from "../ground/terminal-browser.js";
import type { TakeStep } from "../ground/walk.js";
import { createDesktopClient, type DesktopSettings } from "./desktop/client.js";

/** What the walk goes through. */
export interface IntranetWorld {
  readonly origin: string;
  readonly api: Api;
  readonly entra: Entra;
  readonly desktop: DesktopSettings;
  readonly subscriptions: SubscriptionAdministration;
}

export async function walkThrough(
  step: TakeStep,
  { origin, api, entra, desktop, subscriptions }: IntranetWorld,
): Promise<void> {
  const timesheets = `${origin}/timesheets`;
  const payslip = `${origin}/payslips/2026-11`;
  const adele = entra.users["adele"]!;
  const client = createDesktopClient(desktop);

  await step({
    does: "The desktop client calls GET /timesheets before anyone has signed in.",
    sees: "401 token_missing",
    why: "Every route requires a user's token; staff takes no key.",
    take: () => api.call(timesheets),
  });
  const { accessToken: token, account } = await step({
    does: "MSAL opens the system browser; Adele signs in, and the browser returns to the loopback address.",
    sees: `token of ${adele.userPrincipalName}`,
    why: "Authorization code with PKCE: the code is worth nothing to another program, and there is no secret to steal.",
    take: async () => {
      const value = await client.signIn(async (url) => {
        const browser = newTerminalBrowser();
        await browser.pickAccount(await browser.open(url), "adele");
      });
      return { saw: `token of ${value.account?.username}`, value };
    },
  });
  await step({
    does: "It calls GET /timesheets with her token.",
    sees: "200",
    why: "The token is for this API, from a client of the product, with the scope Timesheets.Read.",
    take: () => api.call(timesheets, { token }),
  });
  await step({
    does: "It needs a token again, and asks MSAL silently.",
    sees: "the same token, from the cache",
    why: "The browser opens once; later tokens come from the cache or by refresh token.",
    take: async () => {
      const again = await client.tokenFor(account!);
      const isSame = again.fromCache && again.accessToken === token;
      return { saw: isSame ? "the same token, from the cache" : "another token", value: undefined };
    },
  });
  await step({
    does: "It calls POST /timesheets, which writes.",
    sees: "403 scope_missing",
    why: "The client asked for no scope that writes: it gets what it asked for, not all that its user may do.",
    take: () => api.call(timesheets, { method: "POST", token, json: { hours: 8 } }),
  });
  await step({
    does: "It calls GET /payslips/2026-11 with her token alone.",
    sees: "401 key_missing",
    why: "Payroll asks for both: a user's token, and the key of the team that runs the client.",
    take: () => api.call(payslip, { token }),
  });
  const key = await step({
    does: "The team of the client gets a subscription of Payroll.",
    sees: "a key",
    why: "In the portal, an administrator approves it; here it is made by code.",
    take: async () => {
      const { primaryKey } = await subscriptions.create({
        scope: "/products/payroll",
        displayName: "Desktop",
      });
      return { saw: "a key", value: primaryKey };
    },
  });
  await step({
    does: "It calls GET /payslips/2026-11 with the key alone.",
    sees: "401 token_missing",
    why: "A key says which team calls, not for which user.",
    take: () => api.call(payslip, { key }),
  });
  await step({
    does: "It calls GET /payslips/2026-11 with her token and the key.",
    sees: "200",
    why: "Both were shown, and both are good.",
    take: () => api.call(payslip, { token, key }),
  });
  await step({
    does: "The wiki, another application of the tenant, calls GET /timesheets with a token of Adele.",
    sees: "403 client_not_allowed",
    why: "The products list their clients; Entra ID would give any application of the tenant a token with her consent.",
    take: async () => {
      const scopes = ["Timesheets.Read"];
      const other = await entra.tokenFor({
        client: "wiki",
        product: "backend",
        delegated: { scopes, user: "adele" },
      });
      return api.call(timesheets, { token: other });
    },
  });
}
