import type { ProductAuth, Rule } from "#src/index.js";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { inWords } from "../evidence/evidence-of.js";
import { authFor, startIssuer } from "../evidence/tokens/issued.js";
import { COSTS, SUBSCRIPTIONS, type Name } from "./costs.js";
import { CountingStore } from "./counting-store.js";
import { countingView } from "./counting-view.js";

describe("what one request costs", () => {
  let entra: Entra;
  let token: string;
  before(async () => {
    entra = await startIssuer();
    token = await entra.tokenFor({ client: "contoso", product: "pro" });
  });
  after(() => entra.close());

  /** Decides a request by these rules, one guard after the other, and answers it when it is refused. */
  async function ask(auth: ProductAuth<Name>, headers: Record<string, string>, rules: readonly Rule<Name>[]) {
    const view = countingView(headers);
    const said: string[] = [];
    for (const rule of rules) {
      const requirement = auth.requirement(rule);
      const decision = await auth.authorize(view, requirement);
      said.push(inWords(decision));
      if (decision.outcome === "admit") continue;
      auth.answer(decision);
      break;
    }
    return { said: said.at(-1), ...view.reads };
  }

  for (const [name, { headers, guards, decides, costs, remembered, options }] of Object.entries(COSTS)) {
    const { lookUps, headers: fields, queries } = costs;
    it(`${name}: look-ups ${lookUps}, header fields ${fields}, query parameters ${queries}`, async () => {
      const store = new CountingStore(remembered ? "later" : "at once", SUBSCRIPTIONS);
      const auth = authFor(entra, {
        subscriptions: store,
        subscriptionCache: { ttl: 3600 },
        ...options,
      });
      await auth.ready();
      if (remembered) await ask(auth, headers(token), guards);
      store.lookUps = 0;
      entra.requests.clear();
      const { said, header, query } = await ask(auth, headers(token), guards);
      await auth.close();
      expect({ said, lookUps: store.lookUps, fetches: entra.requests.count() }).to.deep.equal({
        said: decides,
        lookUps,
        fetches: 0,
      });
      expect(header, "header fields read").to.be.at.most(fields);
      expect(query, "query parameters read").to.be.at.most(queries);
    });
  }
});
