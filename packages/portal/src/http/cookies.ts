/** Longest header that is read. Browsers send at most 4 KiB per cookie. */
const LONGEST_HEADER = 16_384;

/**
 * The value of a cookie; undefined when it is absent or sent twice: of two cookies with one name, a sibling host may have set
 * either (RFC 6265, section 8.6).
 */
export function cookieOf(header: string | null, name: string): string | undefined {
  if (header === null || header.length > LONGEST_HEADER) return undefined;
  const found = header
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return found.length === 1 ? found[0] : undefined;
}

/** The names and attributes of the cookies of a portal. */
export class CookieJar {
  readonly #isSecure: boolean;

  /** `isSecure`: whether the portal has an https address. On http it runs on loopback, where not every browser keeps `Secure`. */
  constructor(isSecure: boolean) {
    this.#isSecure = isSecure;
  }

  /** `__Host-` binds a cookie to this very host: no sibling host can set one. */
  nameOf(suffix = ""): string {
    return `${this.#isSecure ? "__Host-" : ""}product-auth-portal${suffix}`;
  }

  read(header: string | null, suffix = ""): string | undefined {
    return cookieOf(header, this.nameOf(suffix));
  }

  set(value: string, { suffix = "", maxAge }: { suffix?: string; maxAge?: number } = {}): string {
    const age = maxAge === undefined ? "" : `; Max-Age=${maxAge}`;
    return `${this.nameOf(suffix)}=${value}; Path=/; HttpOnly; SameSite=Lax${age}${this.#isSecure ? "; Secure" : ""}`;
  }

  clear(suffix = ""): string {
    return this.set("", { suffix, maxAge: 0 });
  }
}
