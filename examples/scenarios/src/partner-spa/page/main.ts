import { callApi } from "./call-api.js";
import { createSession } from "./session.js";
import type { AppSettings } from "./oidc-settings.js";

const settings = (await (await fetch("settings.json")).json()) as AppSettings;
const session = createSession(settings);

const buttons: Readonly<Record<string, () => Promise<unknown>>> = {
  "sign-in": session.signIn,
  "sign-out": session.signOut,
  "list-orders": async () => show(await callApi(`${settings.api}/orders`, { token: await session.token() })),
  "place-order": async () =>
    show(
      await callApi(`${settings.api}/orders`, {
        token: await session.token(),
        json: { article: "chair", pieces: 1 },
      }),
    ),
};
for (const [id, act] of Object.entries(buttons))
  element(id).addEventListener("click", () => void act().catch((error: unknown) => show(String(error))));

try {
  const user = await session.resume();
  element("user").textContent = user === undefined ? "Not signed in" : `Signed in as ${user.profile.name}`;
} catch (error) {
  element("user").textContent = `Sign-in failed: ${error instanceof Error ? error.message : String(error)}`;
}

function show(text: string): void {
  element("answer").textContent = text; // never as HTML: it is text of another origin
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element ${id}`);
  return found;
}
