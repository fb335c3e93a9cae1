import { expect } from "chai";
import fc from "fast-check";
import { compareOpenApi, openApiOf } from "#src/index.js";
import { startAll } from "../support/applications.js";
import { documentOf, operations, sent } from "../support/documents.js";
import { admits } from "../support/interpret.js";
import { startWorld, type World } from "../support/world.js";

const [RUNS, SEED, REQUESTS] = [8, 7, 10];

describe("an application that a document guards", () => {
  let world: World;
  before(async () => (world = await startWorld()));
  after(() => world.close());

  it(`admits and refuses in every framework what the document says: ${RUNS} documents of seed ${SEED}`, async function () {
    this.timeout(60_000);
    const requests = fc.array(fc.tuple(fc.nat(), sent), { minLength: REQUESTS, maxLength: REQUESTS });
    const tally = { admitted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(operations, requests, async (listed, asked) => {
        const document = documentOf(listed);
        const applications = await startAll(document, world.options);
        try {
          for (const [n, credentials] of asked) {
            const at = n % listed.length;
            const { security, products } = listed[at]!;
            const isAdmitted = admits(security, products, credentials);
            tally[isAdmitted ? "admitted" : "refused"]++;
            const headers = await world.headersOf(credentials);
            for (const { name, origin } of applications) {
              const { status } = await fetch(`${origin}/at-${at}/7`, { headers });
              const what = `${name}, ${JSON.stringify({ security, products, credentials })}`;
              expect(status, what).to.be.oneOf(isAdmitted ? [200] : [401, 403]);
            }
          }
          for (const { name, report } of applications) {
            expect(compareOpenApi(document, report).drifts, name).to.deep.equal([]);
            const bare = { ...document, components: {}, paths: withoutSecurity(document["paths"]) };
            const oauth = {
              authorizationUrl: "https://login.example/a",
              tokenUrl: "https://login.example/t",
            };
            const written = openApiOf(report, { document: bare, oauth });
            expect(compareOpenApi(written, report).drifts, name).to.deep.equal([]);
          }
        } finally {
          await Promise.all(applications.map(({ close }) => close()));
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(Math.min(tally.admitted, tally.refused)).to.be.above((RUNS * REQUESTS) / 10);
  });
});

const withoutSecurity = (paths: unknown) =>
  Object.fromEntries(Object.keys(paths as object).map((path) => [path, { get: {} }]));
