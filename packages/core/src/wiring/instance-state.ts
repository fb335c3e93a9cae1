import type { TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import { healthOf, type Health } from "../operators/health.js";
import { throwUnlessLoaded, warnOfCounters, warnOfLocalIssuers } from "../operators/readiness.js";
import type { Settings } from "../options/settings.js";
import type { GuardedCounters } from "../policies/limits/guarded-counters.js";

/** What an instance opens, and closes at its end. */
interface StatefulParts {
  readonly settings: Settings;
  readonly tokens: TokenValidator;
  readonly counters: GuardedCounters;
  readonly upgrades: { close(): void };
}

/** An instance from its start to its end: whether it is ready, how it is, and that it has been closed. */
export class InstanceState {
  readonly #parts: StatefulParts;
  readonly #unwatch: (() => void) | undefined;
  #closed: Promise<void> | undefined;
  #warned = false;

  constructor(parts: StatefulParts) {
    const { telemetry, clock } = parts.settings;
    this.#parts = parts;
    this.#unwatch = telemetry?.watch({ health: () => this.health(), clock });
  }

  async ready(): Promise<void> {
    this.#warnOfLocalIssuers();
    const { settings, tokens, counters } = this.#parts;
    const [loaded, warnings] = await Promise.all([tokens.load(settings.clock()), counters.check()]);
    warnOfCounters(warnings);
    throwUnlessLoaded(loaded);
  }

  // Not in the constructor, because servers call `ready` once, at start-up, and most tests never do.
  #warnOfLocalIssuers(): void {
    if (this.#warned) return;
    this.#warned = true;
    const { settings, tokens } = this.#parts;
    warnOfLocalIssuers(tokens.health(settings.clock()));
  }

  health(): Health {
    const { settings, tokens, counters } = this.#parts;
    return healthOf(tokens.health(settings.clock()), counters.health);
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    const { settings, tokens, counters, upgrades } = this.#parts;
    this.#unwatch?.();
    upgrades.close();
    tokens.close();
    await Promise.all([settings.store.close?.(), settings.clients?.close?.(), counters.close()]);
  }
}
