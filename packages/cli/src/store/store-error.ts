import { ConfigurationError } from "@product-auth/core";
import { Misuse } from "../misuse.js";
import { SUBSCRIPTION_REFUSALS, wordsOf, type ErrorKind } from "../output/ending-of.js";
import type { StoreAddress } from "./store-address.js";

/** The store could not be used: unreachable, not set up, or not willing. */
export class StoreError extends Error {
  override readonly name = "StoreError";

  constructor(address: StoreAddress, cause: unknown) {
    const hint = HINTS[(cause as { code?: string }).code ?? ""] ?? "";
    super(`${address.shown}: ${withoutSecrets(wordsOf(cause), address)}${hint}`);
  }
}

const NOT_MIGRATED = "; product-auth subscriptions migrate makes the tables";
const HINTS: Readonly<Record<string, string>> = { "42P01": NOT_MIGRATED, "3F000": NOT_MIGRATED };

function withoutSecrets(words: string, address: StoreAddress): string {
  const secrets = address.kind === "file" ? [] : address.secrets;
  const known = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), words);
  return known.replaceAll(/\/\/[^\s/@]*@/g, "//…@");
}

const SAID = [Misuse, ConfigurationError];

/** Every error but `Misuse`, a configuration and these refusals comes from the store or the way to it; what it says may hold the address. */
export async function orStoreError<T>(
  address: StoreAddress,
  work: Promise<T>,
  refusals: readonly ErrorKind[] = SUBSCRIPTION_REFUSALS,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw [...SAID, ...refusals].some((kind) => error instanceof kind)
      ? error
      : new StoreError(address, error);
  }
}
