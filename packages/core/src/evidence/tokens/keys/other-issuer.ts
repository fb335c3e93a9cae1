import { sanitize } from "../../../lib/sanitize.js";
import type { FetchFailure } from "./fetch-json.js";

/**
 * The failure of a discovery document that names another issuer than the options do. The two are compared exactly
 * (OpenID Connect Discovery 1.0 §4.3), so trying again does not help.
 */
export function otherIssuer(
  named: string,
  { expectedIssuer, discoveryUrl, option }: OtherIssuerContext,
): FetchFailure {
  const name = sanitize(named, 300);
  const message = `is not the issuer that the metadata at ${discoveryUrl} names: that is ${name}`;
  const fix = differsBySlash(named, expectedIssuer)
    ? `write "${name}": the two differ by the slash at the end, and are compared exactly`
    : `write "${name}" if it issues the tokens; otherwise keep issuer, and write discoveryUrl, the address of its document, beside it`;
  return {
    failure: `the metadata is of another issuer, ${sanitize(named)}`,
    problem: { path: option, message, fix },
  };
}

interface OtherIssuerContext {
  readonly expectedIssuer: string;
  readonly discoveryUrl: string;
  /** Path of the option that names the expected issuer. */
  readonly option: string;
}

/** Whether two names of issuers differ by a slash at the end only. */
export function differsBySlash(one: string, other: string): boolean {
  return one === `${other}/` || other === `${one}/`;
}
