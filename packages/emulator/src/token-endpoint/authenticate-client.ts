import { createHash, timingSafeEqual } from "node:crypto";
import type { Authority } from "../authority.js";
import type { Client } from "../directory/directory.js";
import { checkAssertion } from "./check-assertion.js";
import { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";
import type { ClientProof } from "./token-request.js";

const jwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Checks the client's credential: `1` for a secret, `2` for an assertion signed with a certificate's key. */
export async function authenticateClient(
  authority: Authority,
  client: Client,
  request: ClientProof,
): Promise<"1" | "2" | Refusal> {
  const assertion = request.form.get("client_assertion") ?? "";
  if (assertion !== "" && request.form.get("client_assertion_type") === jwtBearer)
    return (await checkAssertion(authority, client, assertion)) ?? "2";
  const posted = request.form.get("client_secret") ?? "";
  const offered =
    (posted === "" ? request.basic?.secrets : [posted])?.filter((secret) => secret !== "") ?? [];
  if (offered.length === 0) return refusals.noCredential();
  return checkSecret(client, offered, authority.clock.now()) ?? "1";
}

function checkSecret(client: Client, offered: readonly string[], now: number): Refusal | undefined {
  const matching = client.secrets.filter(({ value }) => offered.some((text) => sameText(text, value)));
  if (matching.length === 0) return refusals.secretWrong(client.appId);
  return matching.some(({ endsAt }) => now < endsAt) ? undefined : refusals.secretExpired(client.appId);
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
