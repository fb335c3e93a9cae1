import { isUtf8 } from "node:buffer";
import { LRUCache } from "lru-cache";
import type { Finding } from "../../../refusals/refusals.js";
import { Scratch } from "./scratch.js";
import type { JsonObject } from "../../../lib/json-object.js";

/** A JWS in compact serialization (RFC 7515 §7.1), taken apart but not yet trusted. */
export interface CompactJws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** The payload as sent, in base64url. */
  readonly payloadText: string;
  /** `header.payload` as sent: what the signature covers. */
  readonly signingInput: string;
  /** In base64url, as sent. */
  readonly signature: string;
}

/** What a signature check needs. Good until the reader is asked again: the memory is used for every token. */
export interface SignedBytes {
  readonly input: Buffer;
  readonly signature: Buffer;
}

const malformed = (expected: string): Finding => ({ code: "token_malformed", expected });

/**
 * A strict reader of compact JWS: three canonical base64url parts without padding, header and payload
 * UTF-8 JSON objects. Headers are few and repeat, so parsed ones are kept, by their text, in a small bounded map.
 */
export class CompactJwsReader {
  readonly #headers = new LRUCache<string, JsonObject>({ max: 64 });
  // Most tokens have the header of the one before: comparing two texts takes a tenth of a look-up.
  #latest: { readonly text: string; readonly header: JsonObject } | undefined;
  // Buffers made for each token cost more in garbage than all the checks together.
  readonly #input = new Scratch();
  readonly #signature = new Scratch();

  read(token: string): CompactJws | Finding {
    const first = token.indexOf(".");
    const second = token.indexOf(".", first + 1);
    if (first < 1 || second === -1 || token.includes(".", second + 1)) return malformed("three parts");
    const signature = token.slice(second + 1);
    if (signature === "" || this.#signature.base64url(signature) === undefined)
      return malformed("a base64url signature");
    const header = this.#header(token.slice(0, first));
    if (header === undefined) return malformed("a header that is a JSON object");
    const payloadText = token.slice(first + 1, second);
    const payload = this.#object(payloadText);
    if (payload === undefined) return malformed("a payload that is a JSON object");
    return { header, payload, payloadText, signingInput: token.slice(0, second), signature };
  }

  /** The bytes of a token that was read. */
  signedBytes({ signingInput, signature }: CompactJws): SignedBytes {
    return { input: this.#input.latin1(signingInput), signature: this.#signature.base64url(signature)! };
  }

  #header(text: string): JsonObject | undefined {
    if (this.#latest?.text === text) return this.#latest.header;
    const known = this.#headers.get(text);
    const header = known ?? this.#object(text);
    // Long headers are never ours, and must not fill the map.
    if (header === undefined || text.length > 512) return header;
    if (known === undefined) this.#headers.set(text, header);
    this.#latest = { text, header };
    return header;
  }

  #object(part: string): JsonObject | undefined {
    const bytes = this.#input.base64url(part);
    // The parser throws, and an `Error` costs more than every check here: what cannot be an object never gets there.
    if (bytes === undefined || !beginsObject(bytes) || !isUtf8(bytes)) return undefined;
    try {
      return JSON.parse(bytes.toString("utf8")) as JsonObject; // begun with a brace, it is an object or it throws
    } catch {
      return undefined;
    }
  }
}

/** Whether the first byte behind white space (RFC 8259 §2) is a brace. */
export function beginsObject(bytes: Buffer): boolean {
  let at = 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at += 1;
  return bytes[at] === 0x7b;
}
