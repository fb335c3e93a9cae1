import { createHash } from "node:crypto";

/** A user's `sub` towards one application: pairwise, so it differs from `oid` (OpenID Connect Core §8.1). */
export function pairwiseSubject(objectId: string, appId: string): string {
  return createHash("sha256").update(`${objectId}:${appId}`).digest("base64url");
}
