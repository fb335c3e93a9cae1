import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../json/json-value.js";
import { counterNameOf, type KeyedLimit } from "./limit-policies.js";
import type { Place, PlaceName } from "./places.js";

/** Policies of which a place has one. */
export type SinglePolicy = "ipFilter" | "clientCertificate" | "rateLimit" | "quota";
/** Policies of which a place has a list. */
type ListedPolicy = "checkHeader" | "validateJwt" | "rateLimitByKey" | "quotaByKey";

type Contents = Map<string, JsonObject | JsonObject[]>;

/** The policies of each place, while rules are placed. */
export class PolicyBoard {
  readonly #places = new Map<PlaceName, Contents>();
  readonly #shared = new Map<string, { readonly list: JsonObject[]; readonly index: number }[]>();

  /** Sets the only policy of a kind; false when the place has another one. */
  setOnly({ name }: Place, kind: SinglePolicy, policy: JsonObject): boolean {
    const contents = this.#contentsOf(name);
    const present = contents.get(kind);
    if (present === undefined) contents.set(kind, policy);
    return present === undefined || isDeepStrictEqual(present, policy);
  }

  /** Whether a place has a policy of this kind. */
  has({ name }: Place, kind: SinglePolicy): boolean {
    return this.#places.get(name)?.has(kind) ?? false;
  }

  /** Adds a policy to a list, unless it is there. */
  add({ name }: Place, kind: ListedPolicy, policy: JsonObject): void {
    const list = this.#listOf(name, kind);
    if (!list.some((present) => isDeepStrictEqual(present, policy))) list.push(policy);
  }

  /** Adds a limit, which gets the name of a counter when others count with it. */
  addLimit({ name }: Place, kind: "rateLimitByKey" | "quotaByKey", { policy, signature }: KeyedLimit): void {
    const list = this.#listOf(name, kind);
    const shared = this.#shared.get(signature) ?? [];
    this.#shared.set(signature, [...shared, { list, index: list.push(policy) - 1 }]);
  }

  /** Names the counters in which several limits count. */
  nameCounters(): void {
    for (const [signature, entries] of this.#shared) {
      if (entries.length < 2) continue;
      for (const { list, index } of entries)
        list[index] = { ...list[index], counterName: counterNameOf(signature) };
    }
  }

  /** The policies of a place, as its members in the catalog. */
  policiesOf(place: PlaceName): JsonObject {
    const contents = this.#places.get(place) ?? new Map<string, JsonObject>();
    return Object.fromEntries(
      ORDER.filter((kind) => contents.has(kind)).map((kind) => [kind, contents.get(kind)!]),
    );
  }

  #contentsOf(place: PlaceName): Contents {
    const contents = this.#places.get(place) ?? new Map<string, JsonObject>();
    this.#places.set(place, contents);
    return contents;
  }

  #listOf(place: PlaceName, kind: ListedPolicy): JsonObject[] {
    const contents = this.#contentsOf(place);
    const list = (contents.get(kind) ?? []) as JsonObject[];
    contents.set(kind, list);
    return list;
  }
}

/** The order in which they are judged. */
const ORDER = [
  ...["ipFilter", "checkHeader", "clientCertificate", "validateJwt"],
  ...["rateLimit", "rateLimitByKey", "quota", "quotaByKey"],
];
