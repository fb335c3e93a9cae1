/** Pieces of DER (X.690), as much of it as a certificate needs. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(body.length)]), body]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

/** SEQUENCE. */
export const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
/** SET. */
export const set = (...content: readonly Uint8Array[]): Buffer => der(0x31, ...content);
/** NULL. */
export const nothing = (): Buffer => der(0x05);
/** BOOLEAN TRUE; a FALSE is left out wherever it is the default. */
export const yes = (): Buffer => der(0x01, Buffer.from([0xff]));
/** OCTET STRING. */
export const octetString = (bytes: Uint8Array): Buffer => der(0x04, bytes);
/** BIT STRING of whole octets, or with `unused` bits at the end. */
export const bitString = (bytes: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.from([unused]), bytes);
/** UTF8String. */
export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text));
/** EXPLICIT context tag around something. */
export const explicit = (tag: number, content: Uint8Array): Buffer => der(0xa0 | tag, content);
/** IMPLICIT context tag in place of a primitive type's own. */
export const implicit = (tag: number, bytes: Uint8Array): Buffer => der(0x80 | tag, bytes);

/** Non-negative INTEGER from its magnitude. */
export function integer(magnitude: Uint8Array): Buffer {
  const from = magnitude.findIndex((octet) => octet !== 0);
  const bytes = from < 0 ? Buffer.from([0]) : Buffer.from(magnitude.subarray(from));
  return bytes[0]! & 0x80 ? der(0x02, Buffer.from([0]), bytes) : der(0x02, bytes);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from(octets));
}

/** A certificate's date: UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5). */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, "");
  const late = Number(digits.slice(0, 4)) >= 2050;
  return late ? der(0x18, Buffer.from(digits)) : der(0x17, Buffer.from(digits.slice(2)));
}
