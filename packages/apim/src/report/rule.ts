/** A number, or the variable that holds it: `${env:CALLS}`. */
export type NumberText = number | string;

/** A claim that a token must carry. */
export interface ClaimDemand {
  readonly name: string;
  readonly match: "all" | "any";
  /** Empty: any value. */
  readonly values: readonly string[];
  readonly separator?: string;
}

/** What checks a signature: a secret or certificate named by a variable, or an RSA key. */
export type KeyDemand =
  | { readonly id?: string; readonly secret: string }
  | { readonly id?: string; readonly certificate: string }
  | { readonly id?: string; readonly n: string; readonly e: string };

/** `validate-jwt` and `validate-azure-ad-token`. */
export interface TokenRule {
  readonly kind: "token";
  readonly tenant?: string;
  readonly discovery?: readonly string[];
  readonly issuers?: readonly string[];
  readonly audiences: readonly string[];
  readonly clients?: readonly string[];
  readonly claims?: readonly ClaimDemand[];
  readonly keys?: readonly KeyDemand[];
  readonly decryptionKeys?: readonly KeyDemand[];
  /** `header:authorization`, `header:x`, `query:x`. */
  readonly source: string;
  readonly scheme?: string;
  readonly status: NumberText;
  readonly message?: string;
  readonly skew?: NumberText;
  readonly requireExpiration?: boolean;
  readonly requireSigned?: boolean;
}

/** What a limit counts by: `subscription`, `ip`, `header:x`, `claim:c`, `constant:text` …, the first present of several, or a join. */
export type CountedBy = string | readonly CountedBy[] | { readonly join: readonly CountedBy[] };

/** A limit of an API or operation inside a limit of a product. */
export interface LimitPart {
  readonly api?: string;
  readonly operation?: string;
  readonly calls?: NumberText;
  readonly bandwidth?: NumberText;
  readonly period?: NumberText;
  readonly parts?: readonly LimitPart[];
}

/** `rate-limit`, `rate-limit-by-key` (`rate`), `quota` and `quota-by-key` (`quota`). */
export interface LimitRule {
  readonly kind: "rate" | "quota";
  readonly calls?: NumberText;
  readonly bandwidth?: NumberText;
  readonly period: NumberText;
  readonly by: CountedBy;
  /** Answers that count, lowest and highest status. */
  readonly status?: readonly [number, number];
  readonly statusNot?: number;
  readonly count?: NumberText;
  readonly start?: string;
  readonly headers?: { readonly retryAfter?: string; readonly remaining?: string; readonly total?: string };
  readonly parts?: readonly LimitPart[];
}

/** `check-header`, or a denial for an absent or another header. */
export interface HeaderRule {
  readonly kind: "header";
  /** Lower case. */
  readonly name: string;
  /** Empty: any value. */
  readonly values: readonly string[];
  readonly ignoreCase?: true;
  readonly status?: NumberText;
  readonly message?: string;
}

/** `ip-filter`, or a denial by address. */
export interface AddressRule {
  readonly kind: "ip";
  readonly action: "allow" | "forbid";
  readonly addresses: readonly string[];
  readonly ranges: readonly (readonly [from: string, to: string])[];
  readonly status?: NumberText;
}

/** `validate-client-certificate`, or a denial for an absent or another certificate. */
export interface CertificateRule {
  readonly kind: "certificate";
  /** Attributes as the document writes them. */
  readonly identities: readonly Readonly<Record<string, string>>[];
  readonly thumbprints?: readonly string[];
  readonly revocation?: false;
  readonly trust?: false;
  readonly notBefore?: false;
  readonly notAfter?: false;
  readonly status?: NumberText;
}

/** A denial by claims of a token that another rule verifies. */
export interface ClaimRule {
  readonly kind: "claim";
  readonly name: string;
  readonly match: "all" | "any";
  /** Absent: the claim must be there. */
  readonly values?: readonly string[];
  readonly status: NumberText;
}

/** A denial of calls without a subscription. */
export interface KeyRule {
  readonly kind: "key";
  readonly status: NumberText;
}

/** A denial of calls without a product, or of another product. */
export interface ContextRule {
  readonly kind: "context";
  readonly products: true | readonly string[];
  readonly status: NumberText;
}

/** A denial of all calls (that `when` describes). */
export interface DenyRule {
  readonly kind: "deny";
  readonly status: NumberText;
  readonly message?: string;
}

export type Rule =
  | TokenRule
  | LimitRule
  | HeaderRule
  | AddressRule
  | CertificateRule
  | ClaimRule
  | KeyRule
  | ContextRule
  | DenyRule;

/** A condition on the request's method, operation, API and product. `product: false`: no product. */
export type When =
  | { readonly method: readonly string[] }
  | { readonly operation: readonly string[] }
  | { readonly api: readonly string[] }
  | { readonly product: readonly string[] | false }
  | { readonly all: readonly When[] }
  | { readonly any: readonly When[] }
  | { readonly not: When };
