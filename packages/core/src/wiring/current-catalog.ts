import { ApiIndex } from "../catalog/api-index.js";
import { catalogVersion, catalogVersionInSteps } from "../catalog/catalog-version.js";
import { describeCatalog } from "../catalog/describe-catalog.js";
import type { ReassignedPath } from "../catalog/reassigned-paths.js";
import type { SettledCatalog } from "../catalog/settled-catalog.js";
import { fillAudiences } from "../evidence/tokens/issuers/issuer-settings.js";
import type { TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import { breaks } from "../lib/breaks.js";
import { emitCatalogEvent } from "../operators/catalog-events.js";
import { checkApis } from "../options/check-apis.js";
import type { AnyOptions, CatalogOptions, ProductAuthOptions } from "../options/options.js";
import { settleCatalog, type Settings } from "../options/settings.js";
import { restartedLimits } from "../policies/limits/restarted-limits.js";
import type { RuleBook } from "../rules/rule-book.js";

/** What an instance keeps of its catalog, and what learns of another one. */
interface CatalogParts<P extends string> {
  readonly options: ProductAuthOptions<P>;
  readonly settings: Settings<P>;
  readonly rules: RuleBook<P>;
  readonly tokens: TokenValidator;
  /** Whether the application verifies tokens itself. */
  readonly trustsClaims: boolean;
  /** Called when requests are decided by another catalog, before its event. */
  readonly onReplaced: () => void;
}

/** What an update in steps has made of a catalog before it replaces the other. */
interface MadeAhead<P extends string> {
  readonly settled: ReturnType<typeof settleCatalog<P>>;
  readonly index: ApiIndex<P>;
  readonly version: string | undefined;
}

/** The catalog that decides: its description, its version, and its replacement while requests are served. */
export class CurrentCatalog<P extends string> {
  readonly #parts: CatalogParts<P>;
  #givenPolicies: CatalogOptions["policies"];
  #version: string;
  /** Number of updates that have begun. */
  #updates = 0;
  /** The description that was made last, and what it was made of. */
  #described: { readonly of: RuleBook<P>["describable"]; readonly catalog: SettledCatalog } | undefined;

  constructor(parts: CatalogParts<P>) {
    const { options, rules, tokens } = parts;
    this.#parts = parts;
    this.#givenPolicies = options.policies;
    tokens.replaceCatalog(rules.policies.tokens, () => undefined); // the settings have the audiences
    this.#version = catalogVersion(options);
  }

  get version(): string {
    return this.#version;
  }

  get description(): SettledCatalog {
    const { rules, settings } = this.#parts;
    const of = rules.describable;
    if (this.#described?.of !== of) {
      const { subscriptionDates, sources } = settings;
      const { catalog, scopes } = of;
      const { key } = sources;
      this.#described = { of, catalog: describeCatalog(catalog, { subscriptionDates, scopes, key }) };
    }
    return this.#described.catalog;
  }

  update(catalog: CatalogOptions<P>): void {
    this.#updates += 1;
    this.#replace(catalog);
  }

  async updateInSteps(catalog: CatalogOptions<P>): Promise<void> {
    const update = ++this.#updates;
    const all = this.#with(catalog);
    const rest = breaks();
    const checked = await checkApis(all as AnyOptions, rest);
    // A catalog with a flaw cannot be read to its end; `#replace` rejects it.
    const version = await catalogVersionInSteps(all, rest).catch(() => undefined);
    const isLatest = () => update === this.#updates;
    if (!isLatest()) return;
    // For 1,000 APIs each of these takes a millisecond or two, and requests would wait for both and the replacement at once.
    const settled = settleCatalog(all, this.#parts.trustsClaims, checked);
    await rest();
    const index = new ApiIndex([...settled.apis.values()]);
    await rest();
    if (isLatest()) this.#replace(catalog, { settled, index, version });
  }

  /** The options with another catalog. */
  #with(catalog: CatalogOptions<P>): ProductAuthOptions<P> {
    const { apis: _, ...rest } = this.#parts.options;
    // A catalog without policies keeps the current ones: a demand of the whole instance must not end by an omission.
    const policies = catalog.policies ?? this.#givenPolicies;
    return { ...rest, ...catalog, ...(policies !== undefined && { policies }) } as ProductAuthOptions<P>;
  }

  #replace(catalog: CatalogOptions<P>, made: Partial<MadeAhead<P>> = {}): void {
    const { settings, rules, tokens, trustsClaims, onReplaced } = this.#parts;
    const all = this.#with(catalog);
    const { settled = settleCatalog(all, trustsClaims), index } = made;
    const newVersion = made.version ?? catalogVersion(all);
    const before = rules.policies.limits;
    const reassignedPaths = rules.replace(settled, catalog.apis !== undefined, index);
    this.#version = newVersion;
    this.#givenPolicies = all.policies;
    tokens.replaceCatalog(rules.policies.tokens, () =>
      fillAudiences(settings.issuers, [...settled.products.values()]),
    );
    onReplaced();
    let reassigned: readonly ReassignedPath[] | undefined; // listed when it is first read: it takes a look-up of every operation
    emitCatalogEvent(
      {
        products: rules.productNames,
        apis: rules.apiNames,
        catalogVersion: newVersion,
        get reassignedPaths() {
          return (reassigned ??= reassignedPaths());
        },
        restartedLimits: restartedLimits(before, rules.policies.limits),
        at: settings.clock(),
      },
      settings.onCatalogUpdate,
    );
  }
}
