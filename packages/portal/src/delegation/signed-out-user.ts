import { createHmac, timingSafeEqual } from "node:crypto";
import type { PortalContext } from "../portal-context.js";

/** Milliseconds for which the page "You are signed out" can lead to the site. */
const LIFETIME = 600_000;

/**
 * The user who has signed out, for the address of the page that follows: the session is gone, and the site expects the id. Sealed,
 * so that the portal signs requests for no other user.
 */
export async function sealedUser(userId: string, { keys, settings }: PortalContext): Promise<string> {
  const text = `${userId}.${settings.clock() + LIFETIME}`;
  return `${text}.${await tagOf(text, keys)}`;
}

/** The user of a sealed text; undefined for one that is not ours, or too old. */
export async function unsealedUser(
  sealed: string | undefined,
  { keys, settings }: PortalContext,
): Promise<string | undefined> {
  // An id may hold dots.
  const [, text = "", userId, until, tag = ""] =
    /^(([\w.:~-]{1,128})\.(\d{1,16}))\.([\w-]{43})$/.exec(sealed ?? "") ?? [];
  if (userId === undefined || Number(until) <= settings.clock()) return undefined;
  const expected = Buffer.from(await tagOf(text, keys));
  return timingSafeEqual(expected, Buffer.from(tag)) ? userId : undefined;
}

const tagOf = async (text: string, keys: PortalContext["keys"]): Promise<string> =>
  createHmac("sha256", await keys.of("signed-out"))
    .update(text)
    .digest("base64url");
