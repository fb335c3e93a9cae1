import { METHODS } from "../frameworks/cors.js";
import type { TakeStep } from "../../ground/walk.js";
import type { PartnerWorld } from "./world.js";
import { signIn } from "./terminal-app.js";

/** The app and its user. Gives the user's token. */
export async function walkThroughApp(
  step: TakeStep,
  { api, app, entra }: Pick<PartnerWorld, "api" | "app" | "entra">,
): Promise<string> {
  const { origin } = new URL(app.redirectUri);
  const orders = `${app.api}/orders`;
  const megan = entra.users["megan"]!;
  const call = async (token?: string, method: "GET" | "POST" = "GET") => {
    const { saw, value } = await api.call(orders, {
      method,
      token,
      headers: { origin },
      ...(method === "POST" && { json: { article: "chair", pieces: 1 } }),
    });
    return { saw: isReadable(value.headers, origin) ? `${saw}, the app may read it` : saw, value };
  };

  await step({
    does: "The browser of Megan asks whether the app may send GET /orders with a token (a preflight).",
    sees: "allowed",
    why: "The API answers preflights before its guard and its certificate policy: browsers send no credential with them.",
    take: () => preflight(orders, origin),
  });
  await step({
    does: "Another page, at https://evil.example, asks the same.",
    sees: "not allowed",
    why: "The API lists one origin; the browser of a visitor of another page sends nothing.",
    take: () => preflight(orders, "https://evil.example"),
  });
  await step({
    does: "The app calls GET /orders before Megan has signed in.",
    sees: "401 token_missing, the app may read it",
    why: "Refusals have the fields of CORS too, so that the app sees 401 and its challenge instead of a network error.",
    take: () => call(),
  });
  const { token } = await step({
    does: "Megan signs in; the app redeems the code with its verifier, from its own origin.",
    sees: `token of ${megan.userPrincipalName}`,
    why: "Code with PKCE, state and nonce, by oidc-client-ts: a page keeps no secret, and a foreign code is refused.",
    take: async () => {
      const value = await signIn(app, "megan");
      return { saw: `token of ${value.name}`, value };
    },
  });
  await step({
    does: "The app calls GET /orders with her token.",
    sees: "200, the app may read it",
    why: "The token is for this API, of the app that the product lists, with the scope Orders.Read.",
    take: () => call(token),
  });
  await step({
    does: "It calls POST /orders.",
    sees: "403 scope_missing, the app may read it",
    why: "The app asked for Orders.Read alone.",
    take: () => call(token, "POST"),
  });
  await step({
    does: "It calls GET /orders with a token of Megan for the invoices API.",
    sees: "401 token_audience, the app may read it",
    why: "The audience is this API itself: a token that another API got is worth nothing here.",
    take: async () =>
      call(
        await entra.tokenFor({
          client: "app",
          product: "invoices",
          delegated: { scopes: ["Invoices.Read"], user: "megan" },
        }),
      ),
  });
  return token;
}

async function preflight(url: string, origin: string) {
  const { headers } = await fetch(url, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": METHODS[0]!,
      "access-control-request-headers": "authorization",
    },
  });
  const isAllowed =
    isReadable(headers, origin) && /authorization/i.test(headers.get("access-control-allow-headers") ?? "");
  return { saw: isAllowed ? "allowed" : "not allowed", value: undefined };
}

const isReadable = (headers: Headers, origin: string): boolean =>
  headers.get("access-control-allow-origin") === origin;
