import { createProductAuth, type ProductAuth } from "#src/index.js";
import { TENANT } from "../../ids.js";
import { inWords } from "../../evidence/evidence-of.js";
import { viewOf } from "../../request/view-of.js";
import { History } from "./history.js";
import {
  AT_FIRST,
  catalogOf,
  fetchFrom,
  FOUND_NAMES,
  ISSUER_NAMES,
  ISSUERS,
  tokenOf,
  type Catalog,
  type IssuerName,
  type Published,
  type TokenOf,
} from "./issuers.js";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/**
 * How an instance with memory may decide otherwise than one that was made this moment. There is nothing else.
 * Documents: what is decided by is up to twice `refreshInterval` old, also because of the window for unknown kids.
 */
export const DOCUMENTS_UP_TO: number = 2 * HOUR;
/**
 * Outage: while an issuer cannot be reached, and until the first attempt afterwards has succeeded, up to `lastKnownGood`: no
 * request waits for that attempt.
 */
export const IN_AN_OUTAGE_UP_TO: number = 24 * HOUR;
/**
 * Pause: for as long, after an outage, the issuer may still count as down. Until then a token with a kid that the kept
 * keys do not have is 503, whatever else is known of it: the key may be a new one.
 */
export const PAUSE: number = 60 * SECOND;
// A request that is under way during an update is decided by the old products or by the new ones: it is not compared.

/** Which product is asked for; undefined: any. */
export type Wanted = "starter" | "pro" | undefined;

/** Issuers that change as time goes by, and an instance with all its memory. */
export class TokenWorld {
  readonly clock: { now: number } = { now: Date.UTC(2026, 0, 2) };
  readonly #published = Object.fromEntries(
    ISSUER_NAMES.map((name) => [name, new History(AT_FIRST, this.clock.now)]),
  ) as Record<IssuerName, History<Published>>;
  #catalog: Catalog = { shift: 0, strict: false, extra: false };
  #gate: Promise<void> | undefined;
  readonly #remembering: ProductAuth;
  readonly #asked: (readonly [TokenOf, Wanted])[] = [];

  constructor() {
    const now = fetchFrom((issuer) => this.#published[issuer].now);
    // Few tokens are remembered, so that some are forgotten as well.
    this.#remembering = this.#instance(12, async (...request) => {
      await this.#gate;
      return now(...request);
    });
  }

  change(issuer: IssuerName, change: (now: Published) => Partial<Published>): void {
    const { now } = this.#published[issuer];
    this.#published[issuer].become({ ...now, ...change(now) }, this.clock.now);
  }

  update(catalog: Catalog): void {
    this.#catalog = catalog;
    this.#remembering.update(catalogOf(catalog));
  }

  /** Updates while a request waits for documents; how that one is decided is left open. */
  async updateMeanwhile(token: TokenOf, wanted: Wanted, catalog: Catalog): Promise<void> {
    let open = (): void => undefined;
    this.#gate = new Promise((opened) => (open = opened));
    const underWay = decided(this.#remembering, tokenOf(token), wanted);
    await settled();
    this.update(catalog);
    open();
    this.#gate = undefined;
    await underWay;
  }

  /** A token with a kid of its own and no signature to speak of. */
  async forge(token: TokenOf, kid: string): Promise<void> {
    const [, payload, signature] = tokenOf(token).split(".");
    const header = { typ: "JWT", alg: token.issuer === "entra" ? "RS256" : "ES256", kid };
    const head = Buffer.from(JSON.stringify(header)).toString("base64url");
    await decided(this.#remembering, `${head}.${payload}.${signature}`, undefined);
  }

  get nameOfFound(): number {
    return this.#published.found.now.name;
  }

  /** Asks again what was asked so many questions before, if there was one. */
  async askAgain(back: number): Promise<void> {
    const before = this.#asked.at(-1 - back);
    if (before !== undefined) await this.ask(...before);
  }

  /** Decides with memory and without; throws where the two differ and no bound says that they may. */
  async ask(token: TokenOf, wanted: Wanted): Promise<void> {
    this.#asked.push([token, wanted]);
    const text = tokenOf(token);
    const isFailing = this.#remembering.health().status !== "ok";
    const told = await decided(this.#remembering, text, wanted);
    await settled();
    const fresh = await this.#decidedBy(text, wanted, (issuer) => this.#published[issuer].now);
    if (told === fresh || (await this.#isWithinBounds(token, wanted, told, isFailing))) return;
    throw new Error(`with memory: ${told}, without: ${fresh}, for ${JSON.stringify({ token, wanted })}`);
  }

  // Whether an instance that was made this moment would decide so by documents that are not too old.
  async #isWithinBounds(token: TokenOf, wanted: Wanted, told: string, isFailing: boolean): Promise<boolean> {
    const own = token.issuer;
    if (told === "503 signing_keys_unavailable" && (this.#isDown("found") || this.#isDown(own))) return true;
    const [names, others] = [this.#versions("found", isFailing), this.#versions(own, isFailing)];
    for (const foundMetadata of names)
      for (const foundKeys of names)
        for (const metadata of own === "found" ? [foundMetadata] : others)
          for (const keys of own === "found" ? [foundKeys] : others) {
            const by = (issuer: IssuerName, document: "metadata" | "keys") => {
              const [itsMetadata, itsKeys] =
                issuer === "found" ? [foundMetadata, foundKeys] : [metadata, keys];
              return document === "metadata" ? itsMetadata : itsKeys;
            };
            if ((await this.#decidedBy(tokenOf(token), wanted, by)) === told) return true;
          }
    return false;
  }

  #isDown(issuer: IssuerName): boolean {
    return this.#published[issuer].sinceThen(this.clock.now - PAUSE - SECOND).some(({ down }) => down);
  }

  #versions(issuer: IssuerName, isFailing: boolean): readonly Published[] {
    const isDown = isFailing || this.#isDown(issuer);
    const history = this.#published[issuer];
    const versions = history.sinceThen(this.clock.now - (isDown ? IN_AN_OUTAGE_UP_TO : DOCUMENTS_UP_TO));
    return isDown ? versions : versions.filter(({ down }) => !down);
  }

  async #decidedBy(
    text: string,
    wanted: Wanted,
    by: (issuer: IssuerName, document: "metadata" | "keys") => Published,
  ): Promise<string> {
    const fresh = this.#instance(0, fetchFrom(by));
    const decision = await decided(fresh, text, wanted);
    await fresh.close();
    return decision;
  }

  #instance(tokenCacheSize: number, fetch: typeof globalThis.fetch): ProductAuth {
    return createProductAuth({
      tenantId: TENANT,
      tokenVersions: ["2.0"],
      issuers: ISSUERS,
      ...catalogOf(this.#catalog),
      tokenCacheSize,
      clock: () => this.clock.now,
      fetch,
    });
  }

  close(): Promise<void> {
    return this.#remembering.close();
  }
}

/** How many names `found` can have. */
export const NAMES: number = FOUND_NAMES.length;

async function decided(auth: ProductAuth, token: string, wanted: Wanted): Promise<string> {
  const requirement = wanted === undefined ? auth.anyProduct : auth.requirement({ product: wanted });
  return inWords(await auth.authorize(viewOf({ authorization: `Bearer ${token}` }), requirement));
}

/** Fetches in the background need a few turns. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((next) => setImmediate(next));
}
