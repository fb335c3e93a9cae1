// What must not compile when an option is added half. There is nothing to run: the file compiles, or the build fails.
import { expectTypeOf } from "expect-type";
import type { settleApis, settlePaths } from "#src/options/apis.js";
import type { settleBadCredentials } from "#src/options/bad-credentials.js";
import type { settleClientCertificates } from "#src/options/client-certificates.js";
import type { settleClients } from "#src/options/clients.js";
import type { settleCounting } from "#src/options/counters.js";
import type { settleEntra } from "#src/options/entra.js";
import { nothingLeft, optional, seconds, type FormsOf } from "#src/options/forms.js";
import type { settleInstancePolicies } from "#src/options/settle-policies.js";
import type { settleIssuers } from "#src/options/issuers.js";
import type { AnyOptions } from "#src/options/options.js";
import type { settleOrigins } from "#src/options/origins.js";
import type { settleProducts } from "#src/options/products.js";
import type { settleResponses } from "#src/options/responses.js";
import type { settleSeams } from "#src/options/seams.js";
import type { Settings } from "#src/options/settings.js";
import type { settleSubscriptionKeys } from "#src/options/subscription-keys.js";
import type { settleSubscriptions } from "#src/options/subscriptions.js";
import type { settleTokenKeys } from "#src/options/token-keys.js";
import { tokenForms, type settleTokens, type TokenOptions } from "#src/options/tokens.js";
import type { settleUpgrades } from "#src/options/upgrades.js";

/** A new option of tokens. */
interface NewOptions extends TokenOptions {
  readonly exampleSeconds?: number;
}

// @ts-expect-error -- typed, and no form
export const typedOnly: FormsOf<NewOptions> = { ...tokenForms };

export const formOnly: FormsOf<TokenOptions> = {
  ...tokenForms,
  // @ts-expect-error -- a form, and not typed
  exampleSeconds: optional(seconds(3_600)),
};

export function typedAndNotSettled(options: NewOptions): void {
  const { tokenSource: _1, clockTolerance: _2, maxTokenLength: _3, ...caches } = options;
  const { tokenCacheSize: _4, tokenCacheBytes: _5, ...left } = caches;
  // @ts-expect-error -- typed, and not settled
  nothingLeft(left);
  const { exampleSeconds: _6, ...nothing } = left;
  nothingLeft(nothing);
}

type Options<Settle extends (options: never, ...more: never[]) => unknown> = keyof Parameters<Settle>[0];

// Every option belongs to a subject, and is settled there.
expectTypeOf<keyof AnyOptions>().toEqualTypeOf<
  | Options<typeof settleApis>
  | Options<typeof settleBadCredentials>
  | Options<typeof settleClientCertificates>
  | Options<typeof settleClients>
  | Options<typeof settleCounting>
  | Options<typeof settleEntra>
  | Options<typeof settleInstancePolicies>
  | Options<typeof settleIssuers>
  | Options<typeof settleOrigins>
  | Options<typeof settlePaths>
  | Options<typeof settleProducts>
  | Options<typeof settleResponses>
  | Options<typeof settleSeams>
  | Options<typeof settleSubscriptionKeys>
  | Options<typeof settleSubscriptions>
  | Options<typeof settleTokenKeys>
  | Options<typeof settleTokens>
  | Options<typeof settleUpgrades>
>();

// Settings have no optional member: one that is never set does not compile.
expectTypeOf<Settings>().toEqualTypeOf<Required<Settings>>();
