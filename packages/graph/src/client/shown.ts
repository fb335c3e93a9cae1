/** The longest text of a server that a finding quotes. */
const LONGEST = 300;
const JWT = /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g;

/**
 * A server's text as a finding may quote it: short, on one line, without tokens and without these secrets. A server may
 * repeat a header or a form field that it refuses.
 */
export function shown(text: string, secrets: readonly string[] = []): string {
  const withoutSecrets = secrets
    .filter((secret) => secret.length > 3)
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text.slice(0, 4 * LONGEST));
  const line = withoutSecrets.replace(JWT, "…").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
