/** What a certificate's extensions demand of a chain. */
export interface Extensions {
  /** Number of intermediates that may follow this authority (RFC 5280 §4.2.1.9); undefined: any. */
  readonly pathLength: number | undefined;
  /** Whether an extension restricts the chain in a way that is not evaluated here, such as name constraints. */
  readonly isRestricted: boolean;
}

/**
 * Reads the extensions of a certificate in DER that OpenSSL has parsed before; undefined when they cannot be read. Node does
 * not show them, and a chain must not pass an authority that was restricted to names (RFC 5280 §4.2).
 */
export function readExtensions(der: Buffer): Extensions | undefined {
  const fields = childrenOf(der, childrenOf(der, elementAt(der, 0, der.length))?.[0]);
  if (fields === undefined) return undefined;
  const wrapper = fields.find(({ tag }) => tag === 0xa3);
  if (wrapper === undefined) return { pathLength: undefined, isRestricted: false };
  const list = childrenOf(der, childrenOf(der, wrapper)?.[0]);
  if (list === undefined) return undefined;
  let pathLength: number | undefined;
  let isRestricted = false;
  for (const extension of list) {
    const members = childrenOf(der, extension);
    const [id, second] = members ?? [];
    const value = members?.at(-1);
    if (id?.tag !== 0x06 || second === undefined || value?.tag !== 0x04) return undefined;
    const name = der.toString("hex", id.start, id.end);
    const isCritical = second.tag === 0x01 && der[second.start] !== 0;
    if (name === NAME_CONSTRAINTS || (isCritical && !EVALUATED.has(name))) isRestricted = true;
    if (name === BASIC_CONSTRAINTS) {
      const constraints = childrenOf(der, elementAt(der, value.start, value.end));
      if (constraints === undefined) return undefined;
      const length = constraints.find(({ tag }) => tag === 0x02);
      if (length === undefined) continue;
      // A caller writes its own certificate: OpenSSL does not read this number before it is asked for. It is never negative.
      if (length.start === length.end || der[length.start]! >= 0x80) return undefined;
      pathLength = der.readUIntBE(length.start, Math.min(6, length.end - length.start));
    }
  }
  return { pathLength, isRestricted };
}

const BASIC_CONSTRAINTS = "551d13";
const NAME_CONSTRAINTS = "551d1e";
// Key usage, alternative names of subject and issuer, basic constraints, policies, extended key usage. The first and the
// last are judged through `ca` and `keyUsage` of Node's certificate; policies alone restrict nothing.
const EVALUATED: ReadonlySet<string> = new Set([
  "551d0f",
  "551d11",
  "551d12",
  BASIC_CONSTRAINTS,
  "551d20",
  "551d25",
]);

interface Element {
  readonly tag: number;
  /** Where its content begins and ends. */
  readonly start: number;
  readonly end: number;
}

function elementAt(der: Buffer, at: number, limit: number): Element | undefined {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit) return undefined;
  // The certificate is at most 16 KiB long, so its lengths take two bytes at most; three are read for others.
  const more = first < 0x80 ? 0 : first - 0x80;
  const start = at + 2 + more;
  if ((first >= 0x80 && (more === 0 || more > 3)) || start > limit) return undefined;
  const end = start + (more === 0 ? first : der.readUIntBE(at + 2, more));
  return end > limit ? undefined : { tag, start, end };
}

function childrenOf(der: Buffer, parent: Element | undefined): readonly Element[] | undefined {
  if (parent === undefined) return undefined;
  const found: Element[] = [];
  for (let at = parent.start; at < parent.end;) {
    const child = elementAt(der, at, parent.end);
    if (child === undefined) return undefined;
    found.push(child);
    at = child.end;
  }
  return found;
}
