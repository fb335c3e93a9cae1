import type { CheckHeaderOptions, ClientCertificateOptions, IpFilterOptions } from "@product-auth/core";
import { isGatewayAddress, isOther, networkRange } from "./addresses.js";
import type { SecretNames } from "./secret-names.js";
import type { Note, Said, Unsayable } from "./sayable.js";
import { element, listElement, textElement, type XmlElement } from "./xml-element.js";

/** The `ip-filter` of an `ipFilter`. */
export function ipFilterOf({
  action,
  addresses = [],
  addressRanges = [],
}: IpFilterOptions): Said | Unsayable {
  const isLeftOut = [...addresses, ...addressRanges.flatMap(({ from, to }) => [from, to])].some(isOther);
  if (isLeftOut && action !== "allow")
    return { unsayable: "It forbids IPv6 addresses, which the gateway does not compare." };
  const children = [
    ...addresses.filter((one) => !isOther(one)).map(addressOf),
    ...addressRanges.filter(({ from, to }) => !isOther(from) && !isOther(to)).map(rangeOf),
  ];
  const known = children.filter((one) => one !== undefined);
  if (known.length < children.length)
    return { unsayable: "An address or network cannot be written as a range." };
  if (known.length === 0)
    return { unsayable: "It allows IPv6 addresses only, which the gateway does not compare." };
  const notes: readonly Note[] = isLeftOut
    ? [stricter("IPv6 addresses are left out, and so may not call.")]
    : [];
  return { elements: [element("ip-filter", { action }, known)], notes };
}

function addressOf(entry: string): XmlElement | undefined {
  if (isGatewayAddress(entry)) return textElement("address", entry);
  const range = networkRange(entry);
  return range && rangeOf({ from: range[0], to: range[1] });
}

const rangeOf = ({ from, to }: { readonly from: string; readonly to: string }): XmlElement =>
  element("address-range", { from, to });

/** The `check-header` of an entry of `checkHeader`. */
export function checkHeaderOf(check: CheckHeaderOptions, secrets: SecretNames): Said {
  const { name, failedCheckHttpCode, failedCheckErrorMessage, ignoreCase, values = [] } = check;
  const attributes = {
    name,
    "failed-check-httpcode": failedCheckHttpCode,
    "failed-check-error-message": failedCheckErrorMessage,
    "ignore-case": ignoreCase,
  };
  const children = values.map((value) => textElement("value", secrets.valueOf(name, value)));
  return { elements: [element("check-header", attributes, children)], notes: [] };
}

const ATTRIBUTES = {
  thumbprint: "thumbprint",
  serialNumber: "serial-number",
  commonName: "common-name",
  subject: "subject",
  dnsName: "dns-name",
  issuerSubject: "issuer-subject",
  issuerThumbprint: "issuer-thumbprint",
} as const;

/** The `validate-client-certificate` of a `clientCertificate`. */
export function certificateOf(policy: ClientCertificateOptions): Said {
  const { identities = [], validateTrust, validateNotBefore, validateNotAfter, ignoreError } = policy;
  // It refuses no request, here as little as there.
  if (ignoreError === true) return { elements: [], notes: [] };
  const written = identities.map((identity) =>
    element(
      "identity",
      Object.fromEntries(
        Object.entries(ATTRIBUTES).map(([member, name]) => [
          name,
          identity[member as keyof typeof ATTRIBUTES],
        ]),
      ),
    ),
  );
  const arePinned = identities.length > 0 && identities.every(isPinned);
  const attributes = {
    "validate-trust": validateTrust === false ? false : undefined,
    "validate-not-before": validateNotBefore === false ? false : undefined,
    "validate-not-after": validateNotAfter === false ? false : undefined,
  };
  const notes: readonly Note[] = [
    ...(validateTrust === false || arePinned
      ? []
      : [trust("The gateway trusts the authorities that it knows, not those of the options.")]),
    ...(identities.some(hasLongThumbprint) ? [stricter("The gateway compares SHA-1 thumbprints only.")] : []),
  ];
  return {
    elements: [element("validate-client-certificate", attributes, listElement("identities", written))],
    notes,
  };
}

const isPinned = (identity: { readonly thumbprint?: string; readonly issuerThumbprint?: string }): boolean =>
  identity.thumbprint !== undefined || identity.issuerThumbprint !== undefined;

// SHA-256, with or without colons.
const hasLongThumbprint = (identity: {
  readonly thumbprint?: string;
  readonly issuerThumbprint?: string;
}): boolean =>
  [identity.thumbprint, identity.issuerThumbprint].some(
    (text) => (text?.replaceAll(/[^0-9a-f]/gi, "").length ?? 0) > 40,
  );

const trust = (text: string): Note => ({ code: "export-trust", text });
const stricter = (text: string): Note => ({ code: "export-stricter", text });
