import type { X509Certificate } from "node:crypto";

/** A request as a caller sends it. */
export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly address: string;
  readonly certificate?: X509Certificate | undefined;
  /** Status that the application answers with when the request is admitted. */
  readonly answer: number;
}

/** What a gateway does with a request. */
export type Verdict =
  | { readonly admitted: true }
  | {
      readonly admitted: false;
      /** Of everything that refuses: which of them answers depends on the order, which the import may change. */
      readonly statuses: ReadonlySet<number>;
      /** Places of the rules that refuse, or what else does. */
      readonly by: readonly string[];
    };

export const refused = (by: string, ...statuses: readonly number[]): Verdict => ({
  admitted: false,
  statuses: new Set(statuses),
  by: [by],
});
