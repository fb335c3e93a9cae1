import type { OAuthAddresses } from "@product-auth/openapi";
import { parseStrictly, refuseTwice } from "../arguments/parse-strictly.js";
import { Misuse } from "../misuse.js";
import type { InspectionWish } from "../routes/inspect-elsewhere.js";

/** What the command line asks for. */
export type OpenApiWish = { readonly kind: "help" } | { readonly kind: "version" } | OpenApiOrder;

/** A run of `product-auth openapi`. */
export interface OpenApiOrder extends InspectionWish {
  readonly kind: "do";
  /** Path of the document. */
  readonly document: string;
  /** Whether to write the document instead of comparing it. */
  readonly write: boolean;
  readonly strict: boolean;
  readonly json: boolean;
  readonly responses: boolean;
  readonly basePath: string | undefined;
  /** Names of security schemes that something else enforces. */
  readonly elsewhere: readonly string[];
  readonly oauth: OAuthAddresses | undefined;
}

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  ...{ document: text, check: flag, write: flag, strict: flag, responses: flag, json: flag },
  ...{ export: text, timeout: text, "base-path": text, elsewhere: texts },
  ...{ "authorization-url": text, "token-url": text, help: { ...flag, short: "h" }, version: flag },
} as const;

/** Reads the arguments; throws `Misuse` for an invalid command line. */
export function readOpenApiArguments(args: readonly string[]): OpenApiWish {
  const { values, positionals, given } = parseStrictly(args, OPTIONS);
  if (given.includes("version")) return { kind: "version" };
  if (given.includes("help")) return { kind: "help" };
  refuseTwice(given.filter((name) => name !== "elsewhere"));
  const [module, ...more] = positionals;
  if (module === undefined || module === "" || more.length > 0)
    throw new Misuse("write one module that exports the application: openapi ./dist/app.js");
  const { document, check = false, write = false } = values;
  if (document === undefined || document === "")
    throw new Misuse("write where the document is: --document openapi.yaml");
  if (check && write) throw new Misuse("--check writes nothing; leave one of --check and --write out.");
  const writing = { responses: values.responses, "authorization-url": values["authorization-url"] };
  const needless = Object.entries(writing).find(([, value]) => value !== undefined && !write);
  if (needless !== undefined) throw new Misuse(`--${needless[0]} needs --write.`);
  return {
    kind: "do",
    module,
    document,
    write,
    export: values.export,
    timeout: seconds(values.timeout ?? "30"),
    strict: values.strict === true,
    json: values.json === true,
    responses: values.responses === true,
    basePath: basePath(values["base-path"]),
    elsewhere: values.elsewhere ?? [],
    oauth: addresses(values["authorization-url"], values["token-url"]),
  };
}

function seconds(written: string): number {
  const value = Number(written);
  if (/^\d{1,4}$/.test(written) && value > 0) return value;
  throw new Misuse("--timeout is a number of seconds from 1 to 9999.");
}

function basePath(written: string | undefined): string | undefined {
  if (written === undefined || written === "" || written.startsWith("/")) return written?.replace(/\/$/, "");
  throw new Misuse('--base-path begins with "/", as in --base-path /v1');
}

function addresses(authorizationUrl?: string, tokenUrl?: string): OAuthAddresses | undefined {
  if (authorizationUrl === undefined && tokenUrl === undefined) return undefined;
  if (authorizationUrl !== undefined && tokenUrl !== undefined) return { authorizationUrl, tokenUrl };
  throw new Misuse("--authorization-url and --token-url belong together.");
}
