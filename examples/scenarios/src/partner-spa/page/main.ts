import { callApi } from "./call-api.js";
import { createSession } from "./session.js";
import type { AppSettings } from "./oidc-settings.js";

const settings = (await (await fetch("settings.json")).json()) as AppSettings;
const session = createSession(settings);
const orders = `${settings.api}/orders`;

const buttons: Readonly<Record<string, () => Promise<unknown>>> = {
  "sign-in": session.signIn,
  "sign-out": session.signOut,
  "list-orders": async () => show(await callApi(orders, { token: await session.token() })),
  "place-order": async () =>
    show(await callApi(orders, { token: await session.token(), json: { article: "chair", pieces: 1 } })),
};
for (const [id, act] of Object.entries(buttons))
  element(id).addEventListener("click", () => void act().catch((error: unknown) => complain(error)));
element("issuer").setAttribute("href", `${settings.authority}/.well-known/openid-configuration`);
element("api").setAttribute("href", orders);

try {
  const user = await session.resume();
  element("user").textContent = user === undefined ? "Not signed in" : `Signed in as ${user.profile.name}`;
  element("sign-in").hidden = user !== undefined;
  element("sign-out").hidden = user === undefined;
} catch (error) {
  element("user").textContent = `Sign-in failed: ${messageOf(error)}`;
}

function show(text: string): void {
  element("answer").textContent = text; // never as HTML: it is text of another origin
  element("unreachable").hidden = true;
}

function complain(error: unknown): void {
  show(messageOf(error));
  element("unreachable").hidden = !(error instanceof TypeError); // of fetch: no connection, or a certificate that is not accepted
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element ${id}`);
  return found;
}
