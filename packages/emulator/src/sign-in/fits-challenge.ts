import { createHash, timingSafeEqual } from "node:crypto";
import type { Challenge } from "./authorization.js";

/**
 * Whether a verifier fits the challenge of the sign-in (RFC 7636 §4.6). Without a challenge there must be no verifier, or
 * an attacker could strip the challenge unnoticed (RFC 9700 §4.8.2).
 */
export function fitsChallenge(challenge: Challenge | undefined, verifier: string): boolean {
  if (challenge === undefined) return verifier === "";
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const hashed = challenge.method === "S256" ? digest(verifier).toString("base64url") : verifier;
  return timingSafeEqual(digest(hashed), digest(challenge.value));
}
