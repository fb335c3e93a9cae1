import { verify } from "node:crypto";
import { fetchKeys } from "../peers/fetch-keys.js";
import type { World } from "../world/world.js";

/** How the floor is called in every framework. */
export const FLOOR = "crypto.verify alone";

/** Checks the signature of a token and nothing else. */
export async function signatureCheck(world: World): Promise<(token: string) => boolean> {
  const { publicKey } = await fetchKeys(world);
  return (token) => {
    const dot = token.lastIndexOf(".");
    const data = Buffer.from(token.slice(0, dot), "latin1");
    return verify("RSA-SHA256", data, publicKey, Buffer.from(token.slice(dot + 1), "base64url"));
  };
}
