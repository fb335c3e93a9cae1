/** The parts of a name, one list for each relative name: several only in a multi-valued one (RFC 4514 §2.2). */
export type DistinguishedName = readonly (readonly NamePart[])[];

export interface NamePart {
  /** In upper case, without the gateway's spellings. */
  readonly name: string;
  readonly value: string;
}

/**
 * Reads a name as OpenSSL writes it (a line for each part), or as the gateway and operators do: parts separated by commas,
 * values in quotes or with `\,`. Returns undefined for any other text.
 */
export function readName(text: string): DistinguishedName | undefined {
  const reader = new NameReader(text);
  const parts: NamePart[][] = [[]];
  for (;;) {
    const part = reader.part();
    if (part === undefined) return undefined;
    parts.at(-1)!.push(part);
    const separator = reader.separator();
    if (separator === "") return parts;
    if (separator === "+") continue;
    if (separator === "other") return undefined;
    parts.push([]);
  }
}

/** A text that is equal for equal names. `reverse`: of the name read from its end. */
export function nameKey(name: DistinguishedName, order?: "reverse"): string {
  const keys = name.map((parts) =>
    JSON.stringify(parts.map((part) => JSON.stringify([part.name, part.value])).toSorted()),
  );
  return (order === "reverse" ? keys.reverse() : keys).join();
}

/** Writes a name as the gateway does, so that it can be copied into the options. */
export const writeName = (name: DistinguishedName): string =>
  name.map((parts) => parts.map((part) => `${part.name}=${quoted(part.value)}`).join(" + ")).join(", ");

/** The values of all parts with this name. */
export const valuesOf = (name: DistinguishedName, of: string): readonly string[] =>
  name.flat().flatMap((part) => (part.name === of ? [part.value] : []));

// .NET, which the gateway runs on, writes S for ST and E for emailAddress, and OID. before a number.
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["S", "ST"],
  ["E", "EMAILADDRESS"],
  ["EMAIL", "EMAILADDRESS"],
  ["G", "GN"],
  ["T", "TITLE"],
]);

const quoted = (value: string): string =>
  /[,+"\\<>;=\n]|^[ #]| $|^$/.test(value)
    ? `"${value.replaceAll("\\", "\\\\").replaceAll('"', '""')}"`
    : value;

/** Reads from the beginning to the end, each character once. */
class NameReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  part(): NamePart | undefined {
    const equals = this.#text.indexOf("=", this.#at);
    if (equals === -1 || equals - this.#at > 100) return undefined;
    const written = this.#text.slice(this.#at, equals).trim().toUpperCase();
    if (!/^[A-Z0-9][A-Z0-9.-]*$/.test(written)) return undefined;
    this.#at = equals + 1;
    this.#skipSpaces();
    const value = this.#text[this.#at] === '"' ? this.#quoted() : this.#plain();
    if (value === undefined) return undefined;
    const name = written.startsWith("OID.") ? written.slice(4) : written;
    return { name: SPELLINGS.get(name) ?? name, value };
  }

  separator(): "," | "+" | "" | "other" {
    this.#skipSpaces();
    const found = this.#text[this.#at++];
    if (found === undefined) return "";
    if (found === "+") return "+";
    return found === "," || found === ";" || found === "\n" ? "," : "other";
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === " ") this.#at++;
  }

  #quoted(): string | undefined {
    this.#at++;
    let value = "";
    while (this.#at < this.#text.length) {
      const next = this.#text[this.#at]!;
      const after = this.#text[this.#at + 1];
      if (next === "\\" && (after === '"' || after === "\\")) {
        value += after;
        this.#at += 2;
      } else if (next !== '"') {
        value += next;
        this.#at++;
      } else if (after === '"') {
        value += '"';
        this.#at += 2;
      } else {
        this.#at++;
        return value;
      }
    }
    return undefined;
  }

  #plain(): string {
    let value = "";
    // Spaces at the end belong to the value only when they are escaped.
    let kept = 0;
    while (this.#at < this.#text.length) {
      const next = this.#text[this.#at]!;
      if (next === "," || next === ";" || next === "+" || next === "\n") break;
      if (next === "\\") {
        value += this.#escaped();
        kept = value.length;
      } else {
        value += next;
        this.#at++;
        if (next !== " ") kept = value.length;
      }
    }
    return value.slice(0, kept);
  }

  // One escaped character, or the bytes of some in hexadecimal (RFC 4514 §2.4).
  #escaped(): string {
    const bytes: number[] = [];
    while (
      this.#text[this.#at] === "\\" &&
      /^[0-9a-f]{2}$/i.test(this.#text.slice(this.#at + 1, this.#at + 3))
    ) {
      bytes.push(Number.parseInt(this.#text.slice(this.#at + 1, this.#at + 3), 16));
      this.#at += 3;
    }
    if (bytes.length > 0) return Buffer.from(bytes).toString();
    const character = this.#text[this.#at + 1] ?? "\\";
    this.#at += 2;
    return character;
  }
}
