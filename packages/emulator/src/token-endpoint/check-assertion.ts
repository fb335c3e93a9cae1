import { createHash, type X509Certificate } from "node:crypto";
import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from "jose";
import { type Authority, issuerOf, tokenUrlOf } from "../authority.js";
import type { Client } from "../directory/directory.js";
import type { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";
import { entraTimestamp } from "./write-refusal.js";

/** Accepted difference between the two clocks, in seconds. */
const skew = 300;

/** Checks a client assertion ("Microsoft identity platform application authentication certificate credentials"). Returns undefined for a valid one. */
export async function checkAssertion(
  authority: Authority,
  client: Client,
  assertion: string,
): Promise<Refusal | undefined> {
  const parts = readAssertion(assertion);
  if (parts === undefined) return refusals.assertionMalformed();
  const { header, claims } = parts;
  const [issuer, subject] = [String(claims.iss), String(claims.sub)]; // the claims may have any type
  if (issuer !== subject) return refusals.assertionParties(subject, issuer);
  if (issuer.toLowerCase() !== client.appId) return refusals.assertionClient();
  return (
    (await checkSignature(authority, client, assertion, header)) ??
    checkAudience(authority, claims) ??
    checkTime(claims, authority.clock.now())
  );
}

function readAssertion(
  assertion: string,
): { header: ProtectedHeaderParameters; claims: JWTPayload } | undefined {
  try {
    return { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
  } catch {
    return undefined;
  }
}

async function checkSignature(
  authority: Authority,
  client: Client,
  assertion: string,
  header: ProtectedHeaderParameters,
): Promise<Refusal | undefined> {
  const named = [header["x5t#S256"], header.x5t, header.kid].find((one) => typeof one === "string") ?? "";
  const certificate = client.certificates.find((one) => thumbprints(one).includes(named));
  if (certificate === undefined) return refusals.assertionKey("The key was not found.", named);
  if (Date.parse(certificate.validTo) < authority.clock.now())
    return refusals.assertionKey("The key used is expired.", named);
  try {
    await compactVerify(assertion, certificate.publicKey, { algorithms: ["PS256", "RS256"] });
    return undefined;
  } catch {
    return refusals.assertionKey(
      "The key was found, but use of the key to verify the signature failed.",
      named,
    );
  }
}

/** How clients name a certificate: SHA-256 and SHA-1 in base64url, and the hex form that the portal shows. */
function thumbprints({ raw, fingerprint }: X509Certificate): string[] {
  const digest = (algorithm: string): string => createHash(algorithm).update(raw).digest("base64url");
  return [digest("sha256"), digest("sha1"), fingerprint.replaceAll(":", "")];
}

function checkAudience(authority: Authority, { aud }: JWTPayload): Refusal | undefined {
  const { tenantId, tenantDomain } = authority.directory;
  const accepted = [tenantId, tenantDomain].flatMap((tenant) => {
    const urls = [tokenUrlOf(authority.origin, tenant, 1), tokenUrlOf(authority.origin, tenant, 2)];
    const issuers = ([1, 2] as const).map((version) => issuerOf(authority.issuerOrigin, tenant, version));
    return authority.lenientAssertionAudience ? [...urls, ...issuers] : urls;
  });
  const given = Array.isArray(aud) ? aud : [aud];
  return given.some((one) => one !== undefined && accepted.includes(one))
    ? undefined
    : refusals.assertionAudience();
}

function checkTime({ exp, nbf, iat }: JWTPayload, now: number): Refusal | undefined {
  const seconds = now / 1000;
  const started = [nbf, iat].every(
    (from) => from === undefined || (Number.isFinite(from) && from <= seconds + skew),
  );
  const good = started && Number.isFinite(exp) && (exp ?? 0) > seconds - skew;
  return good ? undefined : refusals.assertionTime(entraTimestamp(now));
}
