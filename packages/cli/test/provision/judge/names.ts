import { createHash } from "node:crypto";

const ROLE_NAMESPACE = "b1c8f2f05d0a5e0e9c530a6a4e7d3f21";

/** `uniqueName` of provision.md §3. */
export function uniqueNameOf(instance: string, kind: "products" | "clients", name: string): string {
  return `product-auth-${createHash("sha256").update(`${instance}/${kind}/${name}`).digest("hex").slice(0, 40)}`;
}

/** The role id of provision.md §3: UUIDv5 (RFC 9562, section 5.5). */
export function roleIdOf(instance: string, product: string): string {
  const hash = createHash("sha1")
    .update(Buffer.from(ROLE_NAMESPACE, "hex"))
    .update(`${instance}/products/${product}`)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex").slice(0, 32);
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}
