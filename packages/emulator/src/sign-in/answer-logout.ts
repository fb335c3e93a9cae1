import { decodeJwt } from "jose";
import type { Authority } from "../authority.js";
import { listClients } from "../directory/clients.js";
import type { Client, Directory } from "../directory/directory.js";
import { readTenantSegment } from "../directory/tenant-segment.js";
import { type Answer, redirectAnswer } from "../server/answer.js";
import { refusals } from "../token-endpoint/refusals.js";
import type { AuthorizeRequest } from "./answer-authorize.js";
import { errorPage } from "./pages/error-page.js";
import { html } from "./pages/html.js";
import { pageAnswer } from "./pages/page.js";
import { isSameAddress } from "./redirect-uris.js";
import { signInRefusals } from "./sign-in-refusals.js";

/**
 * Answers the end session endpoint (OpenID Connect RP-Initiated Logout §2): back to an address that the client has
 * registered, else a page. The emulator keeps no session, so there is nothing to end.
 */
export function answerLogout({ directory, clock }: Authority, request: AuthorizeRequest): Answer {
  const { method, url, form } = request;
  const now = clock.now();
  if (method !== "GET" && method !== "POST") return errorPage(signInRefusals.wrongMethod(method), now);
  const tenant = readTenantSegment(directory, request.tenant);
  if (tenant === "malformed") return errorPage(refusals.tenantMalformed(request.tenant), now);
  if (tenant === "unknown") return errorPage(refusals.tenantNotFound(request.tenant), now);
  const params = method === "POST" ? form : url.searchParams;
  const [address, ...more] = params.getAll("post_logout_redirect_uri");
  const registered = clientsOf(directory, params).flatMap(({ logoutRedirectUris }) => logoutRedirectUris);
  if (address === undefined || more.length > 0 || !registered.some((uri) => isSameAddress(uri, address)))
    return pageAnswer({
      heading: "You signed out of your account",
      body: html`<p class="soft">It's a good idea to close all browser windows.</p>`,
    });
  const target = new URL(address);
  const state = params.get("state");
  if (state !== null) target.searchParams.set("state", state);
  return redirectAnswer(target.href);
}

/** The client that the request names, by its id or by its id_token; every client when it names none. */
function clientsOf(directory: Directory, params: URLSearchParams): Client[] {
  const all = listClients(directory);
  const [hint, clientId] = [params.get("id_token_hint"), params.get("client_id")];
  const named = (id: string): Client[] => all.filter(({ appId }) => appId === id.toLowerCase());
  const hinted = hint === null ? all : named(audienceOf(hint));
  return clientId === null ? hinted : hinted.filter((client) => named(clientId).includes(client));
}

/** The hint only narrows the choice of addresses, so its signature and its age do not matter. */
function audienceOf(token: string): string {
  try {
    return String(decodeJwt(token).aud);
  } catch {
    return "";
  }
}
