import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ConfigurationError } from "#src/index.js";
import {
  digestKey,
  JsonFileSubscriptionRepository,
  type JsonFileOptions,
  type StoredSubscription,
} from "#src/repositories/index.js";

/** A subscription at version 1, with the key `key of {id}`. */
export const stored = (id: string, more: Partial<StoredSubscription> = {}): StoredSubscription => ({
  id,
  scope: "/products/pro",
  state: "active",
  createdDate: 0,
  keys: [{ slot: "primary", digest: digestKey(`key of ${id}`), hint: "…" }],
  version: 1,
  ...more,
});

/** A folder of its own with a subscription file that is opened, written over and read; `end` closes and removes all. */
export async function subscriptionFolder() {
  const folder = await mkdtemp(join(tmpdir(), "product-auth-"));
  const path = join(folder, "subscriptions.json");
  const opened: JsonFileSubscriptionRepository[] = [];
  const open = async (options: JsonFileOptions = {}) => {
    const repository = await JsonFileSubscriptionRepository.open(path, { checkInterval: 0.05, ...options });
    opened.push(repository);
    return repository;
  };
  const write = (content: unknown) =>
    writeFile(path, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  /** As programs replace files: no look finds it half written. */
  const replace = async (content: unknown) => {
    await writeFile(`${path}.new`, typeof content === "string" ? content : JSON.stringify(content));
    await rename(`${path}.new`, path);
  };
  const read = () => readFile(path, "utf8");
  const end = async () => {
    for (const repository of opened) await repository.close();
    await rm(folder, { recursive: true });
  };
  return { folder, path, open, write, replace, read, end };
}

/** Waits for something to become true; fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > end) throw new Error("waited five seconds in vain");
    await pause(5);
  }
}

/** The problems with which opening rejects, as `path: message`. */
export const problemsWith = (attempt: Promise<unknown>): Promise<readonly string[]> =>
  attempt.then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    },
  );
