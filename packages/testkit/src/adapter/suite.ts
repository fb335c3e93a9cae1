import type { ServerOptions } from "node:http";
import type { ProductAuthOptions } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import type { AdapterHarness, AnyOptions } from "./adapter-harness.js";
import { apiStarter, type Options, type StartApi } from "./support/api.js";
import { attacked, type Target } from "./support/attacked.js";
import { catalogApis, type StartCatalogApi } from "./support/catalog-api.js";
import { entraWorld, type EntraWorld } from "./support/entra-world.js";
import { issuerApis, type StartIssuerApi } from "./support/issuer-api.js";
import { problemsOf } from "./support/problems-of.js";
import { startTestEntra } from "./support/test-entra.js";
import { patient } from "./patient.js";
import type { SuiteBase } from "./suite-base.js";
import type { FullTestRunner } from "../test-runner.js";

/** Options of a run of the contract. */
export interface ContractOptions {
  /** Where the chance of the fuzz test begins, and the one case to try again: a failure names both. */
  readonly fuzz?: { readonly seed?: number | string | undefined; readonly path?: string | undefined };
}

/** What every suite of the contract is given: the runner's functions, and ways to serve APIs through the adapter. */
export interface Suite extends SuiteBase {
  readonly fuzz: NonNullable<ContractOptions["fuzz"]>;
  /** One emulator for all tests that leave it as it is; a test that disturbs or counts starts its own. */
  readonly sharedEntra: () => Promise<Entra>;
  /** For the tests of one `describe`: starts APIs over the shared emulator or another, and closes them at its end. */
  readonly apiStarter: (entraOf?: () => Entra | Promise<Entra>) => StartApi;
  /** For one `describe`: starts an API over the shared emulator, or over one that the suite disturbs. */
  readonly attacked: (
    options?: Partial<Options> | (() => Partial<Options>),
    entraOf?: () => Entra | Promise<Entra>,
    server?: ServerOptions,
  ) => Target;
  /** For one `describe`: starts APIs of any products and APIs. */
  readonly catalogApis: () => StartCatalogApi;
  /** For one `describe`: starts APIs that trust any issuer. */
  readonly issuerApis: () => StartIssuerApi;
  /** For one `describe`: an Entra tenant whose signing key is in the test's hands, and an API that trusts it. */
  readonly entraWorld: (options?: Partial<ProductAuthOptions>) => EntraWorld;
  /** `path: what is wrong`, one line per problem of the options. */
  readonly problemsOf: (options: Partial<AnyOptions>) => readonly string[];
}

export function suiteOf(
  runner: FullTestRunner,
  harness: AdapterHarness,
  { fuzz = {} }: ContractOptions,
): Suite {
  let shared: Promise<Entra> | undefined;
  const sharedEntra = () => (shared ??= startTestEntra());
  runner.after(async () => (await shared)?.close());
  const { describe, before, after, beforeEach, afterEach } = runner;
  const suite: Suite = {
    ...{ describe, it: patient(runner.it), before, after, beforeEach, afterEach },
    harness,
    fuzz,
    sharedEntra,
    apiStarter: (entraOf = sharedEntra) => apiStarter(suite, entraOf),
    attacked: (options = {}, entraOf = sharedEntra, server = {}) => attacked(suite, options, entraOf, server),
    catalogApis: () => catalogApis(suite),
    issuerApis: () => issuerApis(suite),
    entraWorld: (options = {}) => entraWorld(suite, options),
    problemsOf: (options) => problemsOf(harness, options),
  };
  return suite;
}
