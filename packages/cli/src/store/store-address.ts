import { fileURLToPath } from "node:url";
import { Misuse } from "../misuse.js";

/** Where the subscriptions are. */
export type StoreAddress =
  | { readonly kind: "file"; readonly path: string; readonly shown: string }
  | {
      readonly kind: "postgres" | "redis";
      readonly url: string;
      /** Without password and parameters. */
      readonly shown: string;
      /** What must not be shown. */
      readonly secrets: readonly string[];
    };

const KINDS: Readonly<Record<string, "postgres" | "redis">> = {
  "postgres:": "postgres",
  "postgresql:": "postgres",
  "redis:": "redis",
  "rediss:": "redis",
};
const FORMS = "file:subscriptions.json, postgres://…, redis://… or rediss://…";

/** Reads an address; throws `Misuse` that does not repeat it. */
export function readStoreAddress(text: string): StoreAddress {
  if (text.startsWith("file:")) {
    const path = text.startsWith("file://") ? pathOf(text) : text.slice("file:".length);
    if (path === "") throw new Misuse("the store's address names no file: file:subscriptions.json");
    return { kind: "file", path, shown: path };
  }
  const kind = KINDS[/^[a-z]+:(?=\/\/)/i.exec(text)?.[0].toLowerCase() ?? ""];
  if (kind === undefined) throw new Misuse(`the store's address is of no known kind: give ${FORMS}.`);
  const url = urlOf(text);
  const user = url.username === "" && url.password === "" ? "" : `${url.username}${url.password && ":…"}@`;
  return {
    kind,
    url: text,
    shown: `${url.protocol}//${user}${url.host}${url.pathname}`,
    secrets: [text, ...passwordsIn(url)],
  };
}

function pathOf(text: string): string {
  try {
    return fileURLToPath(text);
  } catch {
    throw new Misuse("the store's address is no file: write file:/folder/subscriptions.json");
  }
}

// A password with "/", "?" or "#" in it ends too early, and the rest of it would be taken for something to show.
function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isCut = url === undefined || url.hash !== "" || `${url.pathname}${url.search}`.includes("@");
  if (!isCut) return url;
  throw new Misuse(
    "the store's address cannot be read: special characters of the password are written as %40.",
  );
}

// Drivers take a password as a parameter, too. Of a short one, its gap in a sentence would tell more than it hides.
function passwordsIn({ password, searchParams }: URL): string[] {
  const parameters = [...searchParams].flatMap(([name, value]) => (/pass/i.test(name) ? [value] : []));
  return [password, decoded(password), ...parameters].filter(({ length }) => length >= 8);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
