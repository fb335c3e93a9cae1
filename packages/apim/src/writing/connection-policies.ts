import { STATUS_CODES } from "node:http";
import type { JsonObject } from "../json/json-value.js";
import type { AddressRule, CertificateRule, HeaderRule, NumberText } from "../report/rule.js";
import type { Sayable, Unsayable } from "./token-policies.js";

/** The `checkHeader` entry of a header rule. */
export function headerCheckOf({ name, values, ignoreCase, status, message }: HeaderRule): JsonObject {
  const code = refusalStatus(status, 403);
  return {
    name,
    failedCheckHttpCode: code,
    failedCheckErrorMessage: refusalText(message, code),
    ignoreCase: ignoreCase ?? false,
    ...(values.length > 0 && { values }),
  };
}

/** The `ipFilter` of an address rule. */
export const addressFilterOf = ({ action, addresses, ranges }: AddressRule): JsonObject => ({
  action,
  ...(addresses.length > 0 && { addresses }),
  ...(ranges.length > 0 && { addressRanges: ranges.map(([from, to]) => ({ from, to })) }),
});

/** Attributes of an identity, and the members that say the same. */
const MEMBERS = new Map([
  ["thumbprint", "thumbprint"],
  ["serial-number", "serialNumber"],
  ["common-name", "commonName"],
  ["subject", "subject"],
  ["dns-name", "dnsName"],
  ["issuer-subject", "issuerSubject"],
  ["issuer-thumbprint", "issuerThumbprint"],
]);

/** The `clientCertificate` policy of a certificate rule. */
export function certificatePolicyOf(rule: CertificateRule): Sayable | Unsayable {
  const { identities, thumbprints, trust, notBefore, notAfter } = rule;
  // A condition compares the thumbprint alone.
  if (thumbprints !== undefined)
    return {
      policy: {
        identities: thumbprints.map((thumbprint) => ({ thumbprint })),
        ...{ validateTrust: false, validateNotBefore: false, validateNotAfter: false },
      },
    };
  const attributes = identities.flatMap((identity) => Object.keys(identity));
  if (attributes.some((name) => !MEMBERS.has(name)))
    return { unsayable: "it names a certificate by an attribute that the catalog does not have" };
  const written = identities.map((identity) =>
    Object.fromEntries(Object.entries(identity).map(([name, value]) => [MEMBERS.get(name)!, value])),
  );
  const policy = {
    ...(written.length > 0 && { identities: written }),
    ...(notBefore === false && { validateNotBefore: false }),
    ...(notAfter === false && { validateNotAfter: false }),
    ...(trust === false && { validateTrust: false, ...(!arePinned(written) && { acceptForgeable: true }) }),
  };
  return { policy };
}

/** Whether a certificate policy needs the certificates of authorities in the options. */
export const needsAuthorities = ({ validateTrust, identities }: JsonObject): boolean =>
  validateTrust !== false && !arePinned((identities ?? []) as readonly JsonObject[]);

const arePinned = (identities: readonly JsonObject[]): boolean =>
  identities.length > 0 &&
  identities.every((one) => Object.hasOwn(one, "thumbprint") || Object.hasOwn(one, "issuerThumbprint"));

/** A status that refuses; `otherwise` in place of one that does not. */
export function refusalStatus(status: NumberText | undefined, otherwise: number): NumberText {
  if (status === undefined) return otherwise;
  return typeof status === "string" || (Number.isInteger(status) && status >= 400 && status <= 599)
    ? status
    : otherwise;
}

/** The text of a refusal. */
export const refusalText = (message: string | undefined, status: NumberText): string =>
  message !== undefined && message.trim() !== "" ? message : (STATUS_CODES[Number(status)] ?? "Refused");
