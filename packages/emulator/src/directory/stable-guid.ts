import { createHash } from "node:crypto";

const namespace = Buffer.from("6f9c3f0a1d5b4e7c9a2b8d4c5e6f7a81", "hex");

/** A GUID that is always the same for the same text (RFC 9562 §5.5, version 5), so that ids survive restarts. */
export function stableGuid(text: string): string {
  const bytes = createHash("sha1").update(namespace).update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
