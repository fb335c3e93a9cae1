import { isRecordId } from "../records/record-names.js";
import type { ProductLink } from "./client-provisioning.js";

/** Throws a `RangeError` for a text of another length. Its message never contains the text. */
export function checkLength(name: string, text: string, least: number, most: number): void {
  if (typeof text !== "string") throw new RangeError(`${name} is not a string`);
  if (text.length < least || text.length > most)
    throw new RangeError(`${name} has ${text.length} characters; write ${least} to ${most}`);
}

export function checkOwner(ownerId: string): void {
  if (!isRecordId(ownerId))
    throw new RangeError(
      "ownerId has the wrong characters or length; write 1 to 128 of A-Z a-z 0-9 . _ : ~ -",
    );
}

export function checkProduct({ name, audience, role }: ProductLink): void {
  checkLength("product.name", name, 1, 256);
  checkLength("product.audience", audience, 1, 512);
  checkLength("product.role", role, 1, 256);
}
