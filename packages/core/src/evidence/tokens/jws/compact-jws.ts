import { LRUCache } from "lru-cache";
import type { Finding } from "../../../refusals/refusals.js";
import { Scratch } from "./scratch.js";
import type { JsonObject } from "../../../lib/json-object.js";

/** A parsed JWS in compact serialization (RFC 7515 §7.1), not yet verified. */
export interface CompactJws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** Whether no character of the payload takes more than one byte in memory. False when that is not known. */
  readonly isNarrow: boolean;
  /** The payload as sent, in base64url. */
  readonly payloadText: string;
  /** `header.payload` as sent: what the signature covers. */
  readonly signingInput: string;
  /** In base64url, as sent. */
  readonly signature: string;
}

/** The input of a signature check. Valid until the next call of the reader, which reuses the memory. */
export interface SignedBytes {
  readonly input: Buffer;
  readonly signature: Buffer;
}

const malformed = (expected: string): Finding => ({ code: "token_malformed", expected });

/**
 * Parses compact JWS strictly: three canonical base64url parts without padding; header and payload are UTF-8 JSON
 * objects. Headers are few and repeat, so parsed ones are cached by their text in a small bounded map.
 */
export class CompactJwsReader {
  readonly #headers = new LRUCache<string, JsonObject>({ max: 64 });
  // Most tokens have the same header as the previous one: comparing two strings takes a tenth of a lookup.
  #latest: { readonly text: string; readonly header: JsonObject } | undefined;
  // A new buffer per token costs more in garbage collection than all checks together.
  readonly #input = new Scratch();
  readonly #signature = new Scratch();
  /** The token whose signature was decoded last, and its bytes. */
  #decoded: { readonly text: string; readonly bytes: Buffer } | undefined;

  read(token: string): CompactJws | Finding {
    const first = token.indexOf(".");
    const second = token.indexOf(".", first + 1);
    if (first < 1 || second === -1 || token.includes(".", second + 1)) return malformed("three parts");
    const signature = token.slice(second + 1);
    if (signature === "" || this.#bytesOf(signature) === undefined) return malformed("a base64url signature");
    const header = this.#header(token.slice(0, first));
    if (header === undefined) return malformed("a header that is a JSON object");
    const payloadText = token.slice(first + 1, second);
    const json = this.#input.base64urlObject(payloadText);
    const payload = json === undefined ? undefined : parseObject(json);
    if (payload === undefined) return malformed("a payload that is a JSON object");
    // As many characters as bytes: ASCII. An escape can stand for any other character.
    const isNarrow = json!.length === Math.floor((payloadText.length * 3) / 4) && !json!.includes("\\u");
    return { header, payload, isNarrow, payloadText, signingInput: token.slice(0, second), signature };
  }

  /** Decodes the signed bytes of a parsed token. */
  signedBytes({ signingInput, signature }: CompactJws): SignedBytes {
    return { input: this.#input.latin1(signingInput), signature: this.#bytesOf(signature)! };
  }

  // Decoded when the token is read, and used when its signature is checked, unless another token was read in between.
  #bytesOf(signature: string): Buffer | undefined {
    if (this.#decoded?.text === signature) return this.#decoded.bytes;
    const bytes = this.#signature.base64url(signature);
    this.#decoded = bytes && { text: signature, bytes };
    return bytes;
  }

  #header(text: string): JsonObject | undefined {
    if (this.#latest?.text === text) return this.#latest.header;
    const known = this.#headers.get(text);
    const header = known ?? this.#object(text);
    // Genuine headers are short; long ones must not fill the map.
    if (header === undefined || text.length > 512) return header;
    if (known === undefined) this.#headers.set(text, header);
    this.#latest = { text, header };
    return header;
  }

  #object(part: string): JsonObject | undefined {
    const json = this.#input.base64urlObject(part);
    return json === undefined ? undefined : parseObject(json);
  }
}

// `JSON.parse` throws, and an `Error` costs more than every check here: what cannot be an object was rejected before.
function parseObject(json: string): JsonObject | undefined {
  try {
    return JSON.parse(json) as JsonObject; // begun with a brace, it is an object or it throws
  } catch {
    return undefined;
  }
}
