import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from "oidc-client-ts";
import { newTerminalBrowser } from "../../ground/terminal-browser.js";
import { oidcSettings, type AppSettings } from "../page/oidc-settings.js";

/** Signs a user in as the app does, with the same library and settings, and a browser without a window. */
export async function signIn(app: AppSettings, user: string): Promise<{ name: string; token: string }> {
  const client = new OidcClient({
    ...oidcSettings(app),
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // A browser sends it; Entra ID redeems codes of a single-page app for no other caller (AADSTS9002327).
    extraHeaders: { origin: new URL(app.redirectUri).origin },
  });
  const { url } = await client.createSigninRequest({ nonce: crypto.randomUUID() });
  const browser = newTerminalBrowser();
  const back = await browser.pickAccount(await browser.open(url), user);
  const { profile, access_token } = await client.processSigninResponse(back.url.href);
  return { name: String(profile["preferred_username"]), token: access_token };
}
