import { productAuth, type DecisionEvent } from "@product-auth/express";
import { expect } from "chai";
import express from "express";
import request from "supertest";
import { standIn } from "../stand-in.js";
import { clientRoles, realmRoles } from "./keycloak.js";
import { recipe as auth0 } from "./auth0.js";
import { recipe as okta } from "./okta.js";
import { recipe as cognito } from "./cognito.js";
import { recipe as zitadel } from "./zitadel.js";
import { recipe as adFs } from "./ad-fs.js";
import { recipe as duende } from "./duende.js";
import { recipe as azureAdB2c } from "./azure-ad-b2c.js";
import { recipe as google } from "./google.js";
import { recipe as githubActions } from "./github-actions.js";
import type { Recipe } from "./recipe.js";
import { startRecordedIssuers, type RecordedIssuers } from "./recorded-issuers.js";

const RECIPES: readonly Recipe[] = [
  realmRoles,
  clientRoles,
  auth0,
  okta,
  cognito,
  zitadel,
  adFs,
  duende,
  azureAdB2c,
  google,
  githubActions,
];

describe("recipes for issuers", function () {
  let issuers: RecordedIssuers;
  before(async () => {
    issuers = await startRecordedIssuers();
    for (const { discoveryUrl, document, key, otherKeys = [] } of RECIPES)
      issuers.publish({
        [discoveryUrl]: document,
        [document.jwks_uri]: { keys: [issuers.jwk(key), ...otherKeys] },
      });
  });
  after(() => issuers.close());

  for (const { title, options, scope, header, claims, client, refused } of RECIPES) {
    it(title, async () => {
      const events: DecisionEvent[] = [];
      const auth = productAuth({
        ...options,
        fetch: standIn(...issuers.places()),
        onDecision: (event) => void events.push(event),
      });
      await auth.ready();
      const api = express();
      const guard = scope === undefined ? auth.requireProduct("orders") : auth.requireScope(scope);
      api.get("/", guard, (_req, res) => void res.send(res.locals.productAuth.client?.id));
      const answerTo = (change: object) =>
        request(api)
          .get("/")
          .auth(issuers.token({ ...claims, ...change }, header), { type: "bearer" });

      const good = await answerTo({});
      expect([good.status, good.text], JSON.stringify(events.at(-1))).to.deep.equal([200, client]);
      for (const [what, [change, status, code]] of Object.entries(refused)) {
        const answer = await answerTo(change);
        expect([answer.status, events.at(-1)?.code], what).to.deep.equal([status, code]);
      }
      await auth.close();
    });
  }
});
