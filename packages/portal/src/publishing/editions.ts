import { setTimeout as delay } from "node:timers/promises";
import type { RecordRepository } from "@product-auth/core/records";
import { editionOf } from "./edition-of.js";
import type { Edition } from "./edition.js";
import type { LocalSettings } from "./local-settings.js";
import { PUBLISHED, readPublished, type Published } from "./published.js";
import { SETTING } from "./stored-settings.js";

/** Milliseconds between two looks at the records: without notices of changes, and with them, in case that one was lost. */
const LOOK_EVERY = 5_000;
const LOOK_EVERY_WITH_NOTICES = 60_000;
/** Milliseconds for which a request waits for a look. Then it gets the edition that is known. */
const PATIENCE = 250;

/** What an `Editions` works with. */
export interface EditionsSettings {
  readonly local: LocalSettings;
  /** The records with a bound on each call. */
  readonly records: RecordRepository;
  readonly onChange: RecordRepository["onChange"];
  readonly clock: () => number;
  /** Called when the edition cannot be read, once until it can be read again. */
  readonly onFailure: (cause: unknown) => void;
}

/**
 * The edition in force. It follows the published one: by notices of the records, otherwise by a look every 5 seconds. While the
 * records fail, the last one stays. Before the first look the edition is unknown, and no page is answered: the published one may
 * be closed to visitors where the options of the program are not.
 */
export class Editions {
  readonly #settings: EditionsSettings;
  readonly #unsubscribe: (() => void) | undefined;
  #current: Edition;
  #published: Published | undefined;
  #isKnown = false;
  #hasFailed = false;
  #isStale = false;
  #nextLook = Number.NEGATIVE_INFINITY;
  #nextAssetLook = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  constructor(settings: EditionsSettings) {
    this.#settings = settings;
    const { local, onChange } = settings;
    this.#current = editionOf(local.file, local.options);
    this.#unsubscribe = onChange?.((change) => {
      const concerns =
        change === "everything" ||
        change.records.some(({ kind, id }) => kind === SETTING && id === PUBLISHED);
      if (concerns && this.#isKnown) void this.look().catch(() => undefined); // reported already
    });
  }

  get current(): Edition {
    return this.#current;
  }

  /** Path of the settings file; undefined without one. */
  get path(): string | undefined {
    return this.#settings.local.path;
  }

  /** The published edition that is in force; undefined before the first one. */
  get published(): Published | undefined {
    return this.#published;
  }

  /** Undefined while the edition need not be looked at; otherwise resolves when it was. Rejects before the first look only. */
  ready(): Promise<void> | undefined {
    const { clock } = this.#settings;
    if (this.#isKnown && clock() < this.#nextLook) return undefined;
    if (!this.#isKnown) return this.look();
    return Promise.race([this.look().catch(() => undefined), delay(PATIENCE, undefined, { ref: false })]);
  }

  /** A look for an asset that is not known here, at most one a second: visitors can make up names. */
  async lookForAsset(): Promise<void> {
    const now = this.#settings.clock();
    if (now < this.#nextAssetLook) return;
    this.#nextAssetLook = now + 1000;
    await this.look().catch(() => undefined); // reported already
  }

  /** Looks at the records now, and again when they changed while it looked. */
  async look(): Promise<void> {
    this.#isStale = true;
    this.#looking ??= this.#lookWhileStale();
    return this.#looking;
  }

  async #lookWhileStale(): Promise<void> {
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#lookOnce();
      }
    } finally {
      this.#looking = undefined;
    }
  }

  async #lookOnce(): Promise<void> {
    const { local, records, onChange, clock, onFailure } = this.#settings;
    this.#nextLook = clock() + (onChange === undefined ? LOOK_EVERY : LOOK_EVERY_WITH_NOTICES);
    try {
      const known = [this.#published?.settings.logo, local.options.logo, local.file?.logo];
      const published = await readPublished(records, PUBLISHED, known);
      if (!this.#isKnown || published?.version !== this.#published?.version) {
        this.#published = published;
        this.#current = this.effectOf(published?.settings);
      }
      this.#isKnown = true;
      this.#hasFailed = false;
    } catch (cause) {
      this.#nextLook = clock() + LOOK_EVERY;
      if (!this.#hasFailed) onFailure(cause);
      this.#hasFailed = true;
      throw cause;
    }
  }

  /** The edition that settings would be, once published; of nothing published, without them. */
  effectOf(settings: Published["settings"] | undefined): Edition {
    const { local } = this.#settings;
    return editionOf(settings ?? local.file, local.options);
  }

  close(): void {
    this.#unsubscribe?.();
  }
}
