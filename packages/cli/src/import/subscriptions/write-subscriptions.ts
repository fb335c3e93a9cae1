import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Import } from "@product-auth/apim";
import { JsonFileSubscriptionRepository, type StoredSubscription } from "@product-auth/core/subscriptions";
import { Misuse } from "../../misuse.js";
import { replaceFile } from "../replace-file.js";
import { storedSubscriptions } from "./stored-subscriptions.js";

/** A file of subscriptions that can be written. */
export interface PreparedSubscriptions {
  /** How many of the import's subscriptions it has: those whose keys are known. */
  readonly count: number;
  /** Writes the file when it is not the same already; resolves to whether it did. */
  readonly write: () => Promise<boolean>;
}

/** How a file of subscriptions is prepared. */
export interface PrepareOptions {
  /** Whether a file with other subscriptions may be replaced. */
  readonly force: boolean;
  /** Names of APIs in the catalog by their names in the service. */
  readonly names: ReadonlyMap<string, string>;
  /** Milliseconds since 1970: when subscriptions are created that the file does not have yet. Default: now. */
  readonly now?: number;
}

/**
 * Prepares the file for the subscriptions whose keys are known, as `JsonFileSubscriptionRepository` opens it, with mode 0600.
 * Rejects with `Misuse` when the file has other subscriptions already, unless `force` replaces them. Writes nothing.
 */
export async function prepareSubscriptions(
  path: string,
  imported: Pick<Import, "configuration" | "keys">,
  { force, names, now = Date.now() }: PrepareOptions,
): Promise<PreparedSubscriptions> {
  const present = existsSync(path) ? await presentIn(path, force) : undefined;
  const created = new Map(present?.map(({ id, createdDate }) => [id, createdDate]));
  const subscriptions = storedSubscriptions(imported, { names, createdDate: (id) => created.get(id) ?? now });
  const count = subscriptions.length;
  if (count === 0 || (present !== undefined && isSame(present, subscriptions)))
    return { count, write: () => Promise.resolve(false) };
  if (present !== undefined && !force)
    throw new Misuse("--subscriptions names a file with other subscriptions; --force replaces them.");
  return {
    count,
    async write() {
      const text = `${JSON.stringify({ version: 1, subscriptions }, undefined, 2)}\n`;
      await replaceFile(path, text, { mode: 0o600, option: "subscriptions" });
      return true;
    },
  };
}

async function presentIn(path: string, force: boolean): Promise<readonly StoredSubscription[]> {
  try {
    const repository = await JsonFileSubscriptionRepository.open(path);
    const found: StoredSubscription[] = [];
    for (let after: string | undefined; ;) {
      const page = await repository.list({ limit: 1000, ...(after !== undefined && { after }) });
      found.push(...page.items);
      after = page.next;
      if (after === undefined) break;
    }
    await repository.close();
    return found;
  } catch (error) {
    if (force) return [];
    throw new Misuse("--subscriptions names a file that is no subscription file; --force replaces it.", {
      cause: error,
    });
  }
}

function isSame(present: readonly StoredSubscription[], wanted: readonly StoredSubscription[]): boolean {
  const byId = (subscriptions: readonly StoredSubscription[]) =>
    new Map(subscriptions.map(({ version: _, ...subscription }) => [subscription.id, subscription]));
  return isDeepStrictEqual(byId(present), byId(wanted));
}
