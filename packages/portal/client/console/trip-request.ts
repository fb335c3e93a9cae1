import type { KeptRequest } from "./kept-request.js";

const NAME = "product-auth-portal-request";
/** Milliseconds: as long as the portal waits for a sign-in. */
const LASTS = 600_000;

/** A request while the browser is at the issuer: without any credential. It belongs to one page and one session. */
interface TripRequest {
  readonly call: KeptRequest;
  readonly path: string;
  readonly session: string;
  readonly at: number;
}

/** Keeps a request in this tab, for the way to the issuer and back. `session`: what tells the visitor's session from others. */
export function keepForTrip(call: KeptRequest, session: string): void {
  const kept: TripRequest = { call, path: location.pathname, session, at: Date.now() };
  try {
    sessionStorage.setItem(NAME, JSON.stringify(kept));
  } catch {
    // storage is closed, or the request too large: the page begins with an empty form
  }
}

/** The request that was kept; undefined on any other page. It is gone afterwards. */
export function keptFromTrip(session: string): KeptRequest | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null") as TripRequest | null;
    sessionStorage.removeItem(NAME);
    const isOwn = kept?.path === location.pathname && kept.session === session && session !== "";
    return isOwn && Date.now() - kept.at < LASTS ? kept.call : undefined;
  } catch {
    return undefined;
  }
}
