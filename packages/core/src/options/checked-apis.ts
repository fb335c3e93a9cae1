import type { Api } from "../catalog/apis.js";

/** An API that was checked and settled before the rest of its catalog. It has no policies. */
export interface CheckedApi {
  /** As it was given. */
  readonly options: object;
  readonly api: Api;
}

/** The APIs of a catalog that were checked one by one before the rest of it. */
export class CheckedApis {
  readonly #byName = new Map<string, CheckedApi>();
  /** What `others` has found in the entries that it was last asked about. */
  #others: { readonly of: object; readonly found: object } | undefined;

  add(name: string, checked: CheckedApi): void {
    this.#byName.set(name, checked);
  }

  /** The settled API; undefined unless this object was checked under this name. */
  settled(name: string, options: object): Api | undefined {
    const found = this.#byName.get(name);
    return found?.options === options ? found.api : undefined;
  }

  /** The entries that were not checked. */
  others<Entries extends object>(entries: Entries): Entries {
    if (this.#others?.of !== entries) {
      const given = entries as Readonly<Record<string, object>>;
      const names = Object.keys(given).filter((name) => this.settled(name, given[name]!) === undefined);
      this.#others = { of: entries, found: Object.fromEntries(names.map((name) => [name, given[name]!])) };
    }
    return this.#others.found as Entries;
  }
}
