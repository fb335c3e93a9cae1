import type { JsonFileFormat } from "../files/json-file-format.js";
import { parseJsonFile, type PathProblem } from "../files/parse-json-file.js";
import { problemsOfFile } from "./check-stored.js";
import { MemorySubscriptionRepository } from "./memory-repository.js";
import type { StoredSubscription } from "./stored-subscription.js";

interface SubscriptionFile {
  readonly version: number;
  readonly subscriptions: readonly StoredSubscription[];
}

/** Some 28,000 subscriptions. Reading them, and each change, holds the event loop for half a second. */
const MOST_BYTES = 16 * 2 ** 20;

/** The format of a subscription file: indented for reading and comparing. */
export const subscriptionFile: JsonFileFormat<MemorySubscriptionRepository> = {
  name: "subscription file",
  consequence: "requests with a key are answered 503",
  warning: "ProductAuthSubscriptionFileWarning",
  most: {
    bytes: MOST_BYTES,
    instead:
      "keep so many subscriptions in PostgreSQL: insert them into createPostgresSubscriptions(…) of @product-auth/postgres, and give that as the option subscriptions",
  },
  empty: () => new MemorySubscriptionRepository(),
  parse(text: string, path: string) {
    const { version, subscriptions } = parseJsonFile(text, path, problemsIn) as SubscriptionFile;
    return { version, content: new MemorySubscriptionRepository(subscriptions) };
  },
  format: ({ version, content }) =>
    `${JSON.stringify({ version, subscriptions: [...content] }, undefined, 2)}\n`,
};

function problemsIn(content: unknown): readonly PathProblem[] {
  const form = problemsOfFile(content);
  return form.length > 0 ? form : duplicates(content as SubscriptionFile);
}

function duplicates({ subscriptions }: SubscriptionFile): PathProblem[] {
  const ids = new Map<string, string>();
  const digests = new Map<string, string>();
  const repeated = (seen: Map<string, string>, value: string, path: string, at: PathProblem["at"]) => {
    const first = seen.get(value);
    seen.set(value, first ?? path);
    if (first === undefined) return [];
    return [{ at, path, message: `is also that of ${first}`, fix: "remove one of them" }];
  };
  return subscriptions.flatMap(({ id, keys }, i) => [
    ...repeated(ids, id, `subscriptions[${i}].id`, ["subscriptions", i, "id"]),
    ...keys.flatMap(({ digest }, k) =>
      repeated(digests, digest, `subscriptions[${i}].keys[${k}].digest`, [
        "subscriptions",
        i,
        "keys",
        k,
        "digest",
      ]),
    ),
  ]);
}
