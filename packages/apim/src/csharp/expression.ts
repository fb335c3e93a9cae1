/** Operators that compare two values. */
export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** Operators that join two or more operands and group from either side alike. */
export type Joint = "&&" | "||" | "??" | "+";

/**
 * A C# expression. Outer brackets and casts that change nothing (`(string)`, `(bool)`, `(int)`) are gone, and `?.` is `.`.
 */
export type Expression =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "null" }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | {
      readonly kind: "call";
      readonly of: Expression;
      readonly name: string;
      readonly arguments: readonly Expression[];
    }
  | { readonly kind: "index"; readonly of: Expression; readonly index: Expression }
  /** `new [] { … }` */
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  /** `(Jwt)…` */
  | { readonly kind: "jwt"; readonly of: Expression }
  | { readonly kind: "not"; readonly of: Expression }
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "joint"; readonly operator: Joint; readonly operands: readonly Expression[] }
  | {
      readonly kind: "choice";
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    };
