import type { Problem } from "@product-auth/core";
import { isGuid } from "@product-auth/core/adapter";
import type { ProvisionCatalog } from "@product-auth/graph";
import { didYouMean } from "../../did-you-mean.js";
import type { ProvisionOrder, TextOption } from "./provision-order.js";

/** The values of options, checked. */
export interface OptionValues {
  readonly timeout: number | undefined;
  readonly days: number | undefined;
  readonly adopt: { readonly [at: string]: string | true };
}

/**
 * Reads the values of options, with all their problems. `catalog`: what `--adopt`, `--new` and the clients name is in it;
 * undefined: its own problems are reported already.
 */
export function readOptionValues(
  order: ProvisionOrder,
  catalog: ProvisionCatalog | undefined,
): { readonly values: OptionValues; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const { texts, adopt, separate } = order;
  const add = (path: string, message: string, fix: string) => problems.push({ path, message, fix });
  const number = (option: TextOption, most: number): number | undefined => {
    const text = texts[option];
    if (text === undefined) return undefined;
    const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= most) return value;
    add(`--${option}`, "is not a valid number", `write a whole number from 1 to ${most}`);
    return undefined;
  };
  const timeout = number("timeout", 3600);
  const days = number("days", 365);
  const operation = texts.operation;
  if (operation !== undefined && !/^[A-Za-z0-9._-]{1,60}$/.test(operation))
    add("--operation", "is not a valid id", "write 1 to 60 letters, digits, dots, underscores and hyphens");
  for (const option of ["out", "secret-file"] as const)
    if (texts[option] === "") add(`--${option}`, "is empty", "write the path of a file");
  if (order.mode === "remove-secret" && !isGuid(texts["key-id"] ?? ""))
    add(
      "--key-id",
      texts["key-id"] === undefined ? "is missing" : "is not a GUID",
      "write the secret's key id; --json lists the secrets of each client",
    );

  const places = catalog === undefined ? undefined : placesOf(catalog);
  const place = (option: string, at: string) => {
    if (places === undefined || places.includes(at)) return;
    add(option, "does not name a product with tokens or a client in the catalog", placeFix(at, places));
  };
  const adopted = new Map<string, string | true>();
  for (const text of adopt) {
    const [at = "", id] = text.split(/=(.*)/s);
    place("--adopt", at);
    if (adopted.has(at)) add("--adopt", "names a place twice", "give each place once");
    if (id !== undefined && !isGuid(id))
      add(
        "--adopt",
        "has an application id that is not a GUID",
        "write --adopt products.NAME=APPLICATION-ID",
      );
    adopted.set(at, id ?? true);
  }
  for (const at of separate) {
    place("--new", at);
    if (adopted.has(at)) add("--new", "names a place that --adopt also names", "give one of the two options");
  }
  const { client } = order;
  if (order.mode === "rotate-secret" || order.mode === "remove-secret") {
    const clients = Object.keys(catalog?.provision?.clients ?? {});
    if (catalog !== undefined && !clients.includes(client))
      add(
        `--${order.mode}`,
        "does not name a client in the catalog",
        nearest(client, clients) ?? "write a name from provision.clients",
      );
  }
  return { values: { timeout, days, adopt: Object.fromEntries(adopted) }, problems };
}

function placesOf({ products, provision }: ProvisionCatalog): readonly string[] {
  const named = Object.entries(products).filter(
    ([, { accepts, role }]) => (accepts ?? ["token"]).includes("token") && role !== false,
  );
  return [
    ...named.map(([name]) => `products.${name}`),
    ...Object.keys(provision?.clients ?? {}).map((name) => `clients.${name}`),
  ];
}

const placeFix = (at: string, places: readonly string[]) =>
  nearest(at, places) ?? "write products.NAME or clients.NAME";

function nearest(word: string, candidates: readonly string[]): string | undefined {
  const question = didYouMean(word, candidates);
  return question === "" ? undefined : question.trim().replace(/^Did you mean (.*)\?$/, "write $1");
}
