import { randomBytes } from "node:crypto";

/** Makes the opaque claims, whose content has no meaning for APIs; `uti` is unique per token ("Access token claims reference"). */
export function opaqueClaims(): { aio: string; rh: string; uti: string } {
  return {
    aio: `k2${randomBytes(30).toString("base64url")}`,
    rh: `1.A${randomBytes(30).toString("base64url")}.`,
    uti: randomBytes(16).toString("base64url"),
  };
}
