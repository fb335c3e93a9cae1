import { isGuid } from "@product-auth/core/adapter";
import { parseStrictly, refuseTwice } from "../../arguments/parse-strictly.js";
import { Misuse } from "../../misuse.js";

/** What the command line asks for. */
export type DoctorWish = { readonly kind: "help" } | { readonly kind: "version" } | DoctorOrder;

/** A run of `product-auth doctor`. */
export interface DoctorOrder {
  readonly kind: "do";
  /** Path of the catalog or module, as it was written. */
  readonly source: string;
  readonly tenant: string | undefined;
  readonly managedIdentity: boolean;
  /** The client for one real token a product; its secret is in the environment variable. */
  readonly client: { readonly id: string; readonly secretVariable: string } | undefined;
  /** Seconds that a check may take. */
  readonly timeout: number;
  readonly json: boolean;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

const OPTIONS = {
  tenant: text,
  "managed-identity": flag,
  "client-id": text,
  "client-secret-env": text,
  timeout: text,
  json: flag,
  help: { ...flag, short: "h" },
  version: flag,
} as const;

const DEFAULT_TIMEOUT = 10;
const LONGEST_TIMEOUT = 300;
/** Reads the arguments; throws `Misuse` for an invalid command line. Repeats no value: it may be a secret. */
export function readDoctorArguments(args: readonly string[]): DoctorWish {
  const { values, positionals, given } = parseStrictly(args, OPTIONS);
  refuseTwice(given);
  if (values.version === true) return { kind: "version" };
  if (values.help === true) return { kind: "help" };
  const [source = "", ...more] = positionals;
  if (source === "") throw new Misuse("write the path of a catalog or of a module: doctor catalog.json");
  if (more.length > 0) throw new Misuse("doctor takes one CATALOG or MODULE; put quotes around spaces.");
  return {
    kind: "do",
    source,
    tenant: values.tenant,
    managedIdentity: values["managed-identity"] === true,
    client: clientOf(values["client-id"], values["client-secret-env"]),
    timeout: timeoutOf(values.timeout),
    json: values.json === true,
  };
}

/** Whether `--json` is among arguments that may be invalid. */
export const wantsJson = (args: readonly string[]): boolean => args.includes("--json");

function clientOf(id: string | undefined, secretVariable: string | undefined): DoctorOrder["client"] {
  if (id === undefined && secretVariable === undefined) return undefined;
  if (id === undefined) throw new Misuse("--client-secret-env needs --client-id.");
  if (secretVariable === undefined)
    throw new Misuse("--client-id needs --client-secret-env NAME, the variable that holds its secret.");
  if (!isGuid(id)) throw new Misuse("--client-id takes an application (client) id, a GUID.");
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(secretVariable))
    throw new Misuse("--client-secret-env takes the name of a variable, not the secret.");
  return { id: id.toLowerCase(), secretVariable };
}

function timeoutOf(given: string | undefined): number {
  if (given === undefined) return DEFAULT_TIMEOUT;
  const seconds = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (seconds >= 1 && seconds <= LONGEST_TIMEOUT) return seconds;
  throw new Misuse(`--timeout takes a whole number of seconds from 1 to ${LONGEST_TIMEOUT}.`);
}
