import { createProductAuth, type ProductOptions } from "#src/index.js";
import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import type { Evidence } from "#src/evidence/evidence.js";
import { PRO_ID, TENANT } from "../catalog.js";
import { KEY, NOW, TOKEN } from "../evidence/evidence-of.js";
import { said } from "./world.js";
import { compiled } from "../rules/compiled.js";
import { settingsOf } from "../decision/settings-of.js";

type Accepts = NonNullable<ProductOptions["accepts"]>;

const ACCEPTS = {
  "subscription key": ["key"],
  "application token": ["token"],
  "token or key": ["token", "key"],
  "open, else key": ["open"],
  "open, else token or key": ["open", "token", "key"],
  "open, else token": ["open", "token"],
} as const satisfies Readonly<Record<string, Accepts>>;

const COLUMNS = [
  ["absent", "absent"],
  ["good", "absent"],
  ["absent", "good"],
  ["good", "good"],
  ["good", "bad"],
  ["bad", "good"],
  ["bad", "absent"],
  ["absent", "bad"],
] as const;

const TOKEN_BAD = "401 token_signature";
const KEY_BAD = "401 key_unknown";
// One row per product; columns as above. A kind that the product does not accept is not looked at.
const MATRIX: Readonly<Record<keyof typeof ACCEPTS, readonly string[]>> = {
  "subscription key": [
    "401 key_missing",
    "401 key_missing",
    "200 pro key",
    "200 pro key",
    KEY_BAD,
    "200 pro key",
    "401 key_missing",
    KEY_BAD,
  ],
  "application token": [
    "401 token_missing",
    "200 pro token",
    "401 token_missing",
    "200 pro token",
    "200 pro token",
    TOKEN_BAD,
    TOKEN_BAD,
    "401 token_missing",
  ],
  "token or key": [
    "401 credentials_missing",
    "200 pro token",
    "200 pro key",
    "200 pro both",
    KEY_BAD,
    TOKEN_BAD,
    TOKEN_BAD,
    KEY_BAD,
  ],
  "open, else key": [
    "200 pro none",
    "200 pro none",
    "200 pro key",
    "200 pro key",
    KEY_BAD,
    "200 pro key",
    "200 pro none",
    KEY_BAD,
  ],
  "open, else token or key": [
    "200 pro none",
    "200 pro token",
    "200 pro key",
    "200 pro both",
    KEY_BAD,
    TOKEN_BAD,
    TOKEN_BAD,
    KEY_BAD,
  ],
  "open, else token": [
    "200 pro none",
    "200 pro token",
    "200 pro key",
    "200 pro both",
    KEY_BAD,
    TOKEN_BAD,
    TOKEN_BAD,
    KEY_BAD,
  ],
};

/** A rule over one API in one product that accepts so. */
function demanding(accepts: Accepts) {
  const auth = createProductAuth({
    tenantId: TENANT,
    products: { pro: { displayName: "Pro", audience: `api://${PRO_ID}`, accepts } },
    apis: { orders: { path: "orders", products: ["pro"] } },
    subscriptions: [],
  });
  return [auth.requirement({ api: "orders" }), auth.requirement({ product: "pro" })].map(compiled);
}

describe("the outcome for every kind of product and credentials", () => {
  for (const [name, accepts] of Object.entries(ACCEPTS) as [keyof typeof ACCEPTS, Accepts][]) {
    describe(name, () => {
      const requirements = demanding(accepts);
      for (const [i, [token, key]] of COLUMNS.entries()) {
        const outcome = MATRIX[name][i]!;
        it(`token ${token}, key ${key}: ${outcome}`, () => {
          for (const requirement of requirements) {
            // What is not accepted is not gathered.
            const evidence: Evidence = {
              token: requirement.accepts.token ? TOKEN[token] : TOKEN.absent,
              key: requirement.accepts.key ? KEY[key] : KEY.absent,
            };
            expect(said(decide(settingsOf(), requirement, evidence, NOW))).to.equal(outcome);
          }
        });
      }
    });
  }
});
