import type { AnyOptions, AnyRule } from "../adapter/adapter-harness.js";

/** A vector of `token.json`: options, and requests with their answers. */
export interface TokenVector {
  readonly id: string;
  readonly name: string;
  /** When it begins, in milliseconds since 1970 or as a date. */
  readonly epoch?: number | string;
  readonly settings: Omit<Partial<AnyOptions>, "issuers"> & {
    readonly issuers?: Readonly<Record<string, object & { readonly down?: boolean }>>;
  };
  readonly rule?: AnyRule;
  readonly calls: readonly TokenCall[];
}

/** One request of a vector. */
export interface TokenCall {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  readonly credential?: {
    readonly key?: string;
    readonly slot?: string;
    readonly token?: DescribedToken | readonly DescribedToken[];
  } | null;
  readonly expect: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly absent?: readonly string[];
    readonly body?: string;
    readonly code?: string;
    /** Place of the policy that refuses; absent where a credential does. */
    readonly policy?: string;
    readonly access?: {
      readonly product?: string | null;
      readonly credential?: string;
      readonly tokens?: Readonly<Record<string, string>>;
    };
  };
}

/** A token to make, and the field to send it in. */
export interface DescribedToken {
  readonly issuer?: string;
  readonly version?: string;
  readonly tenant?: string;
  readonly product?: string;
  readonly audience?: string | readonly string[];
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
  readonly client?: string;
  readonly user?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly expiresIn?: number | null;
  readonly validIn?: number;
  readonly header?: string;
  readonly query?: string;
  readonly scheme?: string;
  readonly twice?: boolean;
  readonly flaw?: "signature" | "key" | "none" | "garbage";
}
