import { importConfiguration } from "@product-auth/apim";
import { expect } from "chai";
import { corpusCases } from "../corpus/cases.js";
import { frameworkNames } from "./apps/frameworks.js";
import { judged } from "./judged.js";
import { startedService } from "./services/started-service.js";

describe("an application started from the import of a corpus case", function () {
  this.timeout(60_000);
  for (const { id, input, options, expected } of corpusCases) {
    if (Object.keys(expected["apis"] ?? {}).length === 0) continue;
    it(`${id}: decides as the gateway, in each framework`, async () => {
      const imported = await importConfiguration([input], options);
      const started = await startedService(imported);
      expect([...started.service.held]).to.have.members(imported.report.held as string[]);
      for (const framework of frameworkNames) await judged(started, framework);
    });
  }
});
