/** One comparison in a condition (the table of recognized atoms). */
export type Atom =
  | { readonly method: readonly string[] }
  | { readonly operation: readonly string[] }
  | { readonly api: readonly string[] }
  | { readonly product: readonly string[] | false }
  | { readonly subscription: false }
  | { readonly header: string; readonly present: boolean }
  | { readonly header: string; readonly is: string; readonly ignoreCase?: true }
  | { readonly ip: readonly string[] }
  | { readonly certificate: false }
  | { readonly thumbprint: readonly string[] }
  /**
   * `variable`: name of the variable that holds the token. Without `has`: the claim is there. `joined`: all values of the
   * claim, with commas between them, are this one text.
   */
  | {
      readonly claim: string;
      readonly has?: readonly string[];
      readonly joined?: true;
      readonly variable: string;
    };

/** A recognized condition. */
export type Condition =
  | Atom
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };
