import { createHmac, randomBytes } from "node:crypto";
import type { RecordRepository } from "@product-auth/core/records";
import { writeUnlessConflict } from "./write-unless-conflict.js";

const KIND = "setting";
const ID = "keys";

/**
 * Keys that all instances of a portal share, derived from one random key in the records. They protect what is of no use without
 * the records, such as the names of counters; no password and no session depends on them.
 */
export class PortalKeys {
  readonly #records: RecordRepository;
  #root: Promise<Buffer> | undefined;

  constructor(records: RecordRepository) {
    this.#records = records;
  }

  /** The key for a purpose: 32 bytes. */
  async of(purpose: string): Promise<Buffer> {
    this.#root ??= this.#read();
    try {
      return createHmac("sha256", await this.#root)
        .update(purpose)
        .digest();
    } catch (error) {
      this.#root = undefined; // the records may answer next time
      throw error;
    }
  }

  async #read(): Promise<Buffer> {
    const made = randomBytes(32);
    const known = await this.#records.get(KIND, ID);
    if (known !== undefined) return keyIn(known.value["key"]);
    const put = { kind: KIND, id: ID, version: 1, value: { key: made.toString("base64url") } };
    if (await writeUnlessConflict(this.#records, [{ put }])) return made;
    return keyIn((await this.#records.get(KIND, ID))?.value["key"]); // another instance was first
  }
}

function keyIn(stored: unknown): Buffer {
  const key = Buffer.from(typeof stored === "string" ? stored : "", "base64url");
  if (key.length !== 32) throw new Error(`The record ${KIND}/${ID} holds no key of 32 bytes`);
  return key;
}
