/** The longest text of a server that a finding quotes. */
const LONGEST = 300;
const JWT = /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g;

/**
 * A server's text as a finding may quote it: short, on one line, without tokens and without these secrets. A server may
 * repeat a header or a form field that it refuses.
 */
export function shown(text: string, secrets: readonly string[] = []): string {
  // Before the text is cut: of a token that is cut in the middle, the beginning would stay.
  const withoutSecrets = secrets
    .filter((secret) => secret.length > 3)
    .flatMap(formsOf)
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  const line = withoutSecrets
    .slice(0, 4 * LONGEST)
    .replace(JWT, "…")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** A secret as it is, and as a form field has it. */
function formsOf(secret: string): readonly string[] {
  const field = new URLSearchParams({ "": secret }).toString().slice(1);
  return field === secret ? [secret] : [secret, field];
}
