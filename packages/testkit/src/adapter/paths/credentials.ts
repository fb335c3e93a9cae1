import type { AnyOptions } from "../adapter-harness.js";
import type { PathApi } from "./catalogs/path-api.js";

export type Credential = "none" | "starter" | "gold" | "all-apis";
export const CREDENTIALS: readonly Credential[] = ["none", "starter", "gold", "all-apis"];

export const keyOf = (credential: Credential): string | undefined =>
  credential === "none" ? undefined : `${credential}-key-1`;

export const SUBSCRIPTIONS: NonNullable<AnyOptions["subscriptions"]> = [
  { id: "starter", scope: "/products/starter", primaryKey: "starter-key-1" },
  { id: "gold", scope: "/products/gold", primaryKey: "gold-key-1" },
  { id: "all-apis", scope: "/apis", primaryKey: "all-apis-key-1" },
];

export const PRODUCTS: AnyOptions["products"] = {
  starter: { accepts: ["key"] },
  gold: { accepts: ["key"] },
  free: { accepts: ["open"] },
};

/** Which credentials may call an API, by an independent model: any for an open one, else its products' keys and the key for all APIs. */
export const mayCall = ({ products }: PathApi, credential: Credential): boolean =>
  products.includes("free") ||
  credential === "all-apis" ||
  products.some((product) => product === credential);

/** Who may call a path of no API under `unmatchedPaths: "any-product"`. */
export const mayCallUnmatched = (credential: Credential): boolean => credential !== "none";

/** Whose call of the API must succeed. */
export const ownerOf = ({ products }: PathApi): Credential =>
  products.includes("free") ? "none" : (products[0] as Credential);
