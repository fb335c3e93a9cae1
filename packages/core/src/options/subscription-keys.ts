import type { CredentialSources } from "../request/credentials.js";
import type { Problem } from "../lib/errors.js";
import { headerNameProblems } from "../lib/header-name.js";
import {
  anyText,
  either,
  list,
  object,
  optional,
  text,
  type Form,
  type FormsOf,
  nothingLeft,
} from "./forms.js";
import { problemsIn, type Given } from "./given.js";
import { tokenHeaderOf, type TokenOptions } from "./tokens.js";

/** Where a subscription key is sent. */
export interface KeyParameterNames {
  readonly header?: string;
  readonly query?: string;
}

/** How subscription keys are sent and stored. */
export interface SubscriptionKeyOptions {
  /**
   * Secret that goes into the digests of subscription keys, kept outside of the store. To change it, give the new one
   * as `current` and the old ones as `previous` until their keys have been regenerated.
   */
  readonly subscriptionKeyPepper?:
    string | { readonly current: string; readonly previous: readonly string[] };
  /** Where a subscription key is sent. Default header `Ocp-Apim-Subscription-Key`, query `subscription-key`. */
  readonly subscriptionKeyParameterNames?: KeyParameterNames;
}

export interface SettledSubscriptionKeys {
  /** Peppers of subscription keys, the current one first; "" for none. */
  readonly peppers: readonly [current: string, ...previous: string[]];
  readonly keyNames: KeyParameterNames;
}

export const keyNamesForm: Form = object<KeyParameterNames>({
  header: optional(text()),
  query: optional(text()),
});

export const subscriptionKeyForms: FormsOf<SubscriptionKeyOptions> = {
  subscriptionKeyPepper: optional(
    either(
      [
        text("a string, or { current, previous: [] }"),
        object<Exclude<NonNullable<SubscriptionKeyOptions["subscriptionKeyPepper"]>, string>>({
          current: text(),
          previous: list(anyText, "a list of strings; [] when there is none"),
        }),
      ],
      "a string, or { current, previous: [] }",
    ),
  ),
  subscriptionKeyParameterNames: optional(keyNamesForm),
};

/** `takesTokens` says whether a product accepts tokens. */
export function subscriptionKeyProblems(
  given: Given<SubscriptionKeyOptions & TokenOptions>,
  takesTokens: boolean,
): readonly Problem[] {
  const path = "subscriptionKeyParameterNames.header";
  return [
    ...problemsIn(
      given,
      ["subscriptionKeyParameterNames"],
      ({ subscriptionKeyParameterNames: { header } = {} }) => headerNameProblems(path, header),
    ),
    ...problemsIn(
      given,
      ["subscriptionKeyParameterNames", "tokenSource"],
      ({ subscriptionKeyParameterNames: { header } = {}, tokenSource }) => {
        if (!takesTokens || header === undefined || header.toLowerCase() !== tokenHeaderOf(tokenSource))
          return [];
        const fix = "give keys and tokens separate headers, or let the products accept keys only";
        return [{ path, message: "is also the header of tokens", fix }];
      },
    ),
  ];
}

export function settleSubscriptionKeys({
  subscriptionKeyPepper: pepper = "",
  subscriptionKeyParameterNames: keyNames = {},
  ...left
}: SubscriptionKeyOptions): SettledSubscriptionKeys {
  nothingLeft(left);
  if (typeof pepper === "string") return { peppers: [pepper], keyNames };
  const { current, previous, ...more } = pepper;
  nothingLeft(more);
  return { peppers: Object.freeze([current, ...previous] as const), keyNames };
}

/** The place of a key by the names that were given. */
export function keyPlaceOf({
  header = "Ocp-Apim-Subscription-Key",
  query = "subscription-key",
  ...left
}: KeyParameterNames): CredentialSources["key"] {
  nothingLeft(left);
  return Object.freeze({ header: header.toLowerCase(), headerAsWritten: header, query });
}
