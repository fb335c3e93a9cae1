import { frameworkNames } from "./apps/frameworks.js";
import { judged } from "./judged.js";
import { documents, isOurs } from "./services/documents.js";
import { importFiles } from "./services/lifted.js";
import { startedService } from "./services/started-service.js";

const json = (properties: object): string => JSON.stringify({ properties });
const APPLICATION = "7b0c9e11-2222-4333-8444-955566667777";

/** An API in a product that accepts keys and tokens of applications, and in one that accepts keys. */
const serviceWith = (document: string): Readonly<Record<string, string>> => ({
  "products/pro/productInformation.json": json({
    ...{ displayName: "Pro", state: "published", subscriptionRequired: true },
    authenticationType: ["application-token", "subscription-key"],
    application: { entra: { applicationId: APPLICATION, audience: `api://${APPLICATION}` } },
  }),
  "products/gold/productInformation.json": json({ displayName: "Gold plan", state: "published" }),
  "products/pro/apis.json": '[{"name":"orders"}]',
  "products/gold/apis.json": '[{"name":"orders"}]',
  "apis/orders/apiInformation.json": json({ displayName: "Orders", path: "orders", isCurrent: true }),
  "apis/orders/policy.xml": document,
});

/** A token for a rule in the field of the product's token would be taken for that. */
const chosen = [...documents].filter(([name, text]) => isOurs(name) && !text.includes("Authorization"));

describe("an application started from the import of a product that accepts tokens of applications", function () {
  this.timeout(30_000);
  for (const [i, [name, text]] of chosen.entries())
    it(`${name}: decides as the gateway`, async () => {
      const started = await startedService(await importFiles(serviceWith(text)));
      await judged(started, frameworkNames[i % frameworkNames.length]!);
    });
});
