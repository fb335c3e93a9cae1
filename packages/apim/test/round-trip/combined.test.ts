import fc from "fast-check";
import { frameworkNames } from "./apps/frameworks.js";
import { EFFORT, judged, SEED } from "./judged.js";
import { documents, isOurs } from "./services/documents.js";
import { importLifted, SCOPES, type ServiceScope } from "./services/lifted.js";
import { startedService } from "./services/started-service.js";

/** Documents that are carried over as a whole: others would hold their API, and nothing could be compared. */
const names = [...documents.keys()].filter(isOurs);

/** Names of documents at the scopes, and how each treats the broader ones. */
const combination: fc.Arbitrary<ReadonlyMap<ServiceScope, string>> = fc
  .tuple(
    ...SCOPES.map((scope) =>
      fc.tuple(fc.constant(scope), fc.option(fc.constantFrom(...names), { nil: undefined })),
    ),
  )
  .map(
    (pairs) =>
      new Map(pairs.flatMap(([scope, name]) => (name === undefined ? [] : [[scope, name] as const]))),
  );

describe("an application started from the import of a service with documents at several scopes", function () {
  this.timeout(60_000 * EFFORT);
  for (const [i, chosen] of fc.sample(combination, { seed: SEED, numRuns: 20 * EFFORT }).entries()) {
    const title = [...chosen].map(([scope, name]) => `${scope}: ${name}`).join("; ");
    it(`${title === "" ? "none" : title}: decides as the gateway`, async () => {
      const texts = [...chosen].map(([scope, name]) => [scope, documents.get(name)!] as const);
      const started = await startedService(await importLifted(Object.fromEntries(texts)));
      await judged(started, frameworkNames[i % frameworkNames.length]!);
    });
  }
});
