import { createHash } from "node:crypto";

/** Whether a registration is that of a product or of a client. */
export type Kind = "product" | "client";

/** Namespace of the role ids (RFC 9562 §5.5): another program that follows the same rules finds the same roles. */
const ROLES = "b1c8f2f0-5d0a-5e0e-9c53-0a6a4e7d3f21";

/** The alternate key of an application. A crash between two calls leaves at most one application with it. */
export function uniqueNameOf(instance: string, kind: Kind, name: string): string {
  const digest = createHash("sha256").update(`${instance}/${kind}s/${name}`).digest("hex");
  return `product-auth-${digest.slice(0, 40)}`;
}

/** The id of a product's app role: always the same, so that a repeated creation adds no second role. */
export const roleIdOf = (instance: string, product: string): string =>
  uuidv5(ROLES, `${instance}/products/${product}`);

function uuidv5(namespace: string, name: string): string {
  const digest = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest();
  const bytes = digest.subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
