import type { IncomingMessage } from "node:http";
import { readBody } from "./read-body.js";

/** Reads a form. Returns an empty form for another content type, as Entra does, and undefined for a body above the limit. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const body = await readBody(request);
  if (body === undefined) return undefined;
  const type = request.headers["content-type"] ?? "";
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  return new URLSearchParams(isForm ? body : "");
}
