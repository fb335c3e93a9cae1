import { authorityPem } from "./certificates.js";
import { signing } from "./signing.js";

/** Values for the environment variables of an import, by what their names tell. */
export const environmentFor = (names: Iterable<string>): Readonly<Record<string, string>> =>
  Object.fromEntries([...names].map((name) => [name, valueFor(name)]));

function valueFor(name: string): string {
  if (name === "CLIENT_AUTHORITIES") return authorityPem;
  if (name.startsWith("CERTIFICATE_")) return signing.certificate;
  if (/^DECRYPTION_KEY|SIGNING_KEY/.test(name)) return signing.secret;
  if (/TENANT/.test(name)) return "99990000-1111-4222-8333-444455556666";
  if (/CLIENT_ID/.test(name)) return "0d1e2f30-1111-4222-8333-944455556666";
  if (/_FROM$/.test(name)) return "10.9.0.1";
  if (/_TO$/.test(name)) return "10.9.0.9";
  if (/CALLS|PERIOD|COUNT|SECONDS/.test(name)) return "3";
  return `value-of-${name.toLowerCase().replaceAll("_", "-")}`;
}
