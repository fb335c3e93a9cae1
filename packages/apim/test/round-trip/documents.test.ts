import { expect } from "chai";
import { frameworkNames } from "./apps/frameworks.js";
import { EFFORT, judged, type Tally } from "./judged.js";
import { documents, isOurs } from "./services/documents.js";
import { importLifted, SCOPES } from "./services/lifted.js";
import { startedService } from "./services/started-service.js";

describe("an application started from the import of a service with a policy document", function () {
  this.timeout(60_000 * EFFORT);
  const tally: Tally = { admitted: 0, refused: 0 };
  for (const [i, [name, text]] of [...documents].entries())
    it(`${name}: decides as the gateway, whatever the scope of the document`, async () => {
      for (const [j, scope] of SCOPES.entries()) {
        const imported = await importLifted({ [scope]: text });
        if (isOurs(name) && scope === "api:orders") expect(imported.report.held).to.deep.equal([]);
        const started = await startedService(imported);
        const framework = frameworkNames[(i + j) % frameworkNames.length]!;
        await judged(started, framework, { tally }).catch((error: unknown) => {
          throw new Error(`document at ${scope}: ${(error as Error).message}`);
        });
      }
    });

  it("admits and refuses many requests", () => {
    expect(tally.admitted).to.be.above(800);
    expect(tally.refused).to.be.above(800);
  });
});
