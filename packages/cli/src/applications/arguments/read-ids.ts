import { isGuid } from "@product-auth/core/adapter";
import { Misuse } from "../../misuse.js";

/** A client id, in lower case. What is not a GUID may be a secret: it is not repeated. */
export function clientIdFrom(text: string, name = "ID"): string {
  if (isGuid(text)) return text.toLowerCase();
  throw new Misuse(`${name} is not a GUID; write the application (client) id.`);
}

/** The id of a secret. */
export function keyIdFrom(text: string | undefined): string {
  if (isGuid(text)) return text;
  const problem = text === undefined ? "write which secret" : "the id of the secret is not a GUID";
  throw new Misuse(`${problem}: --key-id ID; show lists the secrets.`);
}

/** The id of a job. */
export function jobIdFrom(text: string): string {
  if (/^(register-[\da-f]{64}|change-[\da-f-]{36})$/i.test(text)) return text.toLowerCase();
  throw new Misuse("JOB is not the id of a job; product-auth applications jobs lists the jobs.");
}

/** The id of an owner. */
export function ownerFrom(text: string): string {
  if (/^[\w.:~-]{1,128}$/.test(text)) return text;
  throw new Misuse("--owner has the wrong characters or length; write 1 to 128 of A-Z a-z 0-9 . _ : ~ -");
}

/** The id of an operation. */
export function operationFrom(text: string): string {
  if (/^[\w.-]{1,60}$/.test(text)) return text;
  throw new Misuse("--operation has the wrong characters or length; write 1 to 60 of A-Z a-z 0-9 . _ -");
}
