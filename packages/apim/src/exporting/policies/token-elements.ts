import type { ValidateJwtOptions } from "@product-auth/core";
import { anyOf, codeString } from "./code-text.js";
import { isUnsayable, type Note, type Said, type Unsayable } from "./sayable.js";
import { claimNamesOf, claimOf, claimsOf, ENTRA_CLAIMS } from "./token-claims.js";
import { issuerElements, issuersOf, keyOf, type WrittenOptions } from "./token-issuers.js";
import { sourceOf } from "./token-source.js";
import { element, listElement, textElement, type XmlElement } from "./xml-element.js";

/** The option `clockTolerance` without a value, in seconds. */
const TOLERANCE = 300;

/** `validate-jwt` or `validate-azure-ad-token`, below a condition when the policy has one. */
export function tokenElementsOf(policy: ValidateJwtOptions, options: WrittenOptions): Said | Unsayable {
  if (policy.caller !== undefined)
    return { unsayable: "It demands a kind of caller, which the gateway cannot tell." };
  const issuers = issuersOf(policy.issuers, options);
  if (isUnsayable(issuers)) return issuers;
  const said =
    "tenant" in issuers
      ? entraElementOf(policy, issuers, options)
      : otherElementOf(policy, issuers.others, options);
  if (isUnsayable(said) || policy.when === undefined) return said;
  return { ...said, elements: [conditional(conditionOf(policy.when), said.elements)] };
}

/** Elements that count only where a condition holds. */
export const conditional = (code: string, elements: readonly XmlElement[]): XmlElement =>
  element("choose", {}, [element("when", { condition: { code } }, elements)]);

function conditionOf(when: NonNullable<ValidateJwtOptions["when"]>): string {
  if ("not" in when) return `!(${methodCode(when.not.method)})`;
  // HEAD is answered by the handler of GET, and so needs the token as well.
  const isGet = when.method.some((method) => method.toUpperCase() === "GET");
  return methodCode([...when.method, ...(isGet ? ["HEAD"] : [])]);
}

/** The code that asks whether a request has one of these methods. */
export const methodCode = (methods: readonly string[]): string =>
  anyOf(
    [...new Set(methods.map((method) => method.toUpperCase()))].map(
      (method) => `context.Request.Method == ${codeString(method)}`,
    ),
  );

function entraElementOf(
  policy: ValidateJwtOptions,
  { tenant, versions }: { readonly tenant: string; readonly versions: readonly string[] | undefined },
  options: WrittenOptions,
): Said | Unsayable {
  const source = sourceOf(policy.tokenSource ?? options.tokenSource, true);
  if (isUnsayable(source)) return source;
  const { clients = [], audiences = [] } = policy;
  const version = versions?.length === 1 ? [claimOf({ name: "ver", values: versions })] : [];
  const children = [
    ...texts("client-application-ids", "application-id", clients),
    ...texts("audiences", "audience", audiences),
    ...listElement("required-claims", [...claimsOf(policy, ENTRA_CLAIMS), ...version]),
    ...decryptionKeys(options, (key) => key["secret"] === undefined),
  ];
  const tolerance = policy.clockTolerance ?? options.clockTolerance ?? TOLERANCE;
  const strict: readonly Note[] =
    tolerance === 0
      ? []
      : [{ code: "export-stricter", text: "The gateway allows no difference between clocks." }];
  const attributes = { "tenant-id": tenant, ...source.attributes, ...refusalOf(policy, options) };
  return {
    elements: [element("validate-azure-ad-token", attributes, children)],
    notes: [...source.notes, ...strict],
  };
}

function otherElementOf(
  policy: ValidateJwtOptions,
  others: Parameters<typeof issuerElements>[0],
  options: WrittenOptions,
): Said | Unsayable {
  const source = sourceOf(policy.tokenSource ?? options.tokenSource, false);
  if (isUnsayable(source)) return source;
  const issuers = issuerElements(others);
  if (isUnsayable(issuers)) return issuers;
  const names = claimNamesOf(others);
  if (isUnsayable(names)) return names;
  const { clients = [], audiences = [], clockTolerance, requireExpirationTime } = policy;
  if (clients.length > 0 && names.clients === undefined)
    return { unsayable: "It names clients, and its issuer does not say in which claim they stand." };
  const client = clients.length > 0 ? [claimOf({ name: names.clients!, match: "any", values: clients })] : [];
  const attributes = {
    ...source.attributes,
    ...refusalOf(policy, options),
    "clock-skew": seconds(clockTolerance ?? options.clockTolerance ?? TOLERANCE),
    "require-expiration-time": (requireExpirationTime ?? issuers.requireExpiration) ? undefined : false,
  };
  const children = [
    ...issuers.configurations,
    ...issuers.keys,
    ...decryptionKeys(options, () => true),
    ...texts("audiences", "audience", audiences),
    ...issuers.issuers,
    ...listElement("required-claims", [...claimsOf(policy, names), ...client]),
  ];
  return { elements: [element("validate-jwt", attributes, children)], notes: issuers.notes };
}

const seconds = (tolerance: unknown): number | string =>
  typeof tolerance === "number" ? Math.floor(tolerance) : String(tolerance);

const refusalOf = ({ name, failedValidation = {} }: ValidateJwtOptions, options: WrittenOptions) => {
  const { status, message } = { ...options.failedValidation, ...failedValidation };
  return {
    "failed-validation-httpcode": status ?? 401,
    "failed-validation-error-message": message,
    "output-token-variable-name": name,
  };
};

const texts = (list: string, name: string, values: readonly string[]): readonly XmlElement[] =>
  listElement(
    list,
    values.map((value) => textElement(name, value)),
  );

// A key that the element does not take is left out: tokens for it are refused.
const decryptionKeys = (
  { decryptionKeys: keys = [] }: WrittenOptions,
  isTaken: (key: Readonly<Record<string, string>>) => boolean,
): readonly XmlElement[] =>
  listElement(
    "decryption-keys",
    keys.filter(isTaken).flatMap((key) => keyOf(key) ?? []),
  );
