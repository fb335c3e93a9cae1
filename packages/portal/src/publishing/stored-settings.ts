import type { Problem } from "@product-auth/core";
import type { JsonObject, RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import * as v from "valibot";
import { accentProblems } from "../options/accent-problems.js";
import { editionForms } from "../options/edition-forms.js";
import type { Logo } from "./edition.js";
import type { LoadedSettings } from "./edition-of.js";
import { logoOf } from "./logo.js";

/** Kind of the records. */
export const SETTING = "setting";

/** Most bytes of settings as JSON: a record holds 64 KiB, and the edition says who published it. */
const MOST_BYTES = 60_000;
/** Characters of base64 in one record. */
const PART = 48_000;

/** What is wrong with the size of settings: a record has a bound. */
export function sizeProblems(settings: Omit<LoadedSettings, "logo">): readonly Problem[] {
  const bytes = Buffer.byteLength(JSON.stringify(settings));
  return bytes <= MOST_BYTES
    ? []
    : [
        {
          path: "",
          message: `has ${bytes} bytes of settings`,
          fix: `shorten the texts to ${MOST_BYTES} bytes`,
        },
      ];
}

/** A logo in the settings of a record: its bytes are in further records. */
export interface StoredLogo {
  readonly digest: string;
  readonly parts: number;
}

/** Settings as a record holds them. */
export function storedSettings({ logo, ...settings }: LoadedSettings): JsonObject {
  const stored: StoredLogo | undefined = logo && { digest: logo.digest, parts: partsOf(logo).length };
  return { ...(settings as JsonObject), ...(stored && { logo: { ...stored } }) };
}

const logoForm = v.object({
  digest: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  parts: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
});

// Of a newer version, unknown members are left out. What is known must be sound.
const form = v.object({
  ...editionForms,
  logo: v.optional(logoForm),
});

/** The settings of a record. Rejects when they are not sound. `known`: logos that need not be read again. */
export async function loadedSettings(
  value: unknown,
  records: Pick<RecordRepository, "get">,
  known: readonly (Logo | undefined)[] = [],
): Promise<LoadedSettings> {
  const parsed = v.safeParse(form, value);
  if (!parsed.success) throw new Error("The published settings are not sound");
  const { logo: stored, ...given } = parsed.output as Omit<LoadedSettings, "logo"> & {
    readonly logo?: StoredLogo;
  };
  if (given.accent !== undefined && accentProblems(given.accent).length > 0)
    throw new Error("The published accent has too little contrast");
  const logo =
    stored && (known.find((one) => one?.digest === stored.digest) ?? (await read(stored, records)));
  const sound = Object.entries(given).filter(([, member]) => member !== undefined);
  return Object.freeze({ ...(Object.fromEntries(sound) as LoadedSettings), ...(logo && { logo }) });
}

async function read({ digest, parts }: StoredLogo, records: Pick<RecordRepository, "get">): Promise<Logo> {
  const found = await Promise.all(
    Array.from({ length: parts }, (_, i) => records.get(SETTING, partId(digest, i))),
  );
  const text = found.map((record) => textOf(record?.value["data"])).join("");
  const read = logoOf(Buffer.from(text, "base64"));
  if (read.logo?.digest !== digest) throw new Error("The published logo is incomplete");
  return read.logo;
}

const textOf = (data: unknown): string => (typeof data === "string" ? data : "");

/** The records of a logo. */
export const logoRecords = (logo: Logo | undefined): readonly StoredRecord[] =>
  logo === undefined
    ? []
    : partsOf(logo).map((data, i) => ({
        kind: SETTING,
        id: partId(logo.digest, i),
        version: 1,
        value: { data },
      }));

/** Removes the records of a logo. */
export const logoRemovals = ({ digest, parts }: StoredLogo): readonly RecordChange[] =>
  Array.from({ length: parts }, (_, i) => ({ remove: { kind: SETTING, id: partId(digest, i) } }));

/** The logo of settings in a record; undefined without one. */
export function logoIn(settings: unknown): StoredLogo | undefined {
  const { logo } = (settings ?? {}) as { readonly logo?: unknown };
  return v.is(logoForm, logo) ? logo : undefined;
}

function partsOf({ bytes }: Logo): readonly string[] {
  const text = bytes.toString("base64");
  return Array.from({ length: Math.ceil(text.length / PART) }, (_, i) =>
    text.slice(i * PART, (i + 1) * PART),
  );
}

const partId = (digest: string, i: number): string => `logo.${digest}.${i}`;
