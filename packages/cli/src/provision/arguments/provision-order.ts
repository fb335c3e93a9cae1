import type { ProvisionMode } from "@product-auth/graph";

/** What the command line asks for. */
export type ProvisionWish = { readonly kind: "help" } | { readonly kind: "version" } | ProvisionOrder;

/** A run of `product-auth provision`. */
export interface ProvisionOrder {
  readonly kind: "do";
  readonly mode: ProvisionMode;
  /** Path of the catalog, as it was written. */
  readonly catalog: string;
  /** The client of `--rotate-secret` and `--remove-secret`; empty in other modes. */
  readonly client: string;
  readonly texts: { readonly [name in TextOption]?: string };
  readonly flags: ReadonlySet<Flag>;
  /** As they were written: `products.gold`, `products.gold=APPID`. */
  readonly adopt: readonly string[];
  readonly separate: readonly string[];
}

/** Options with a value that may be given once. */
export type TextOption = "tenant" | "timeout" | "out" | "days" | "secret-file" | "operation" | "key-id";

/** Options without a value that do not choose the mode. */
export type Flag = "managed-identity" | "prune" | "purge" | "json" | "yes";
