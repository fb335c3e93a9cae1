// passport-azure-ad and our guard in one application, against an emulator over https.
import { createRequire } from "node:module";
import type { Handler } from "express";
import { callApi, startApi, type ApiOptions } from "../support/api.js";
import { readOrder, report } from "../support/order.js";

/** What the test writes. */
export interface PassportOrder {
  readonly api: ApiOptions;
  readonly discoveryUrl: string;
  /** `aud` of the product's version 2 tokens. */
  readonly appId: string;
  readonly tokens: Readonly<Record<string, string>>;
}

/** Status of each token: by passport-azure-ad, and by our guard. */
export type PassportOutcome = Readonly<Record<string, { readonly theirs: number; readonly ours: number }>>;

// Both are CommonJS without types.
const require = createRequire(import.meta.url);
const passport = require("passport") as {
  use(strategy: object): void;
  authenticate(name: string, options: object): Handler;
};
const { BearerStrategy } = require("passport-azure-ad") as {
  BearerStrategy: new (
    options: object,
    verify: (claims: object, done: (error: null, user: object, info: object) => void) => void,
  ) => object;
};

const order = await readOrder<PassportOrder>();
passport.use(
  new BearerStrategy(
    {
      identityMetadata: order.discoveryUrl,
      clientID: order.appId,
      loggingLevel: "fatal",
      loggingNoPII: true,
    },
    (claims, done) => done(null, claims, claims),
  ),
);
const theirs = [
  passport.authenticate("oauth-bearer", { session: false }),
  ((_req, res) => void res.json({})) satisfies Handler,
];
const api = await startApi(order.api, { "/theirs": theirs });

const outcome: Record<string, { theirs: number; ours: number }> = {};
for (const [name, token] of Object.entries(order.tokens)) {
  const ours = await callApi(api.url("starter"), token);
  const answer = await fetch(new URL("/theirs", api.url("starter")), {
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.arrayBuffer();
  outcome[name] = { theirs: answer.status, ours: ours.status };
}
await api.close();
report(outcome);
