import fc from "fast-check";
import { frameworkNames } from "./apps/frameworks.js";
import { EFFORT, judged, SEED } from "./judged.js";
import { documents, isOurs } from "./services/documents.js";
import { importLifted, SCOPES, type ServiceScope } from "./services/lifted.js";
import { startedService } from "./services/started-service.js";

/** Mostly documents that are carried over as a whole: others hold their API, and little can be compared. */
const carried = [...documents.keys()].filter(isOurs);
const name: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...carried) },
  { weight: 1, arbitrary: fc.constantFrom(...documents.keys()) },
);

/** Where a document takes in the broader ones. */
const BASES = {
  "": (text: string) => text,
  " before its <base />": (text: string) =>
    text.replace("<base />", "").replace("</inbound>", "<base /></inbound>"),
  " without <base />": (text: string) => text.replace("<base />", ""),
} as const;
const base: fc.Arbitrary<keyof typeof BASES> = fc.constantFrom(
  "",
  "",
  "",
  " before its <base />",
  " without <base />",
);

const combination = fc.tuple(
  ...SCOPES.map((scope) => fc.tuple(fc.constant(scope), fc.option(fc.tuple(name, base), { nil: undefined }))),
);

describe("an application started from the import of a service with documents at several scopes", function () {
  this.timeout(60_000 * EFFORT);
  for (const [i, chosen] of fc.sample(combination, { seed: SEED, numRuns: 20 * EFFORT }).entries()) {
    const texts: Partial<Record<ServiceScope, string>> = {};
    const titles: string[] = [];
    for (const [scope, one] of chosen) {
      if (one === undefined) continue;
      texts[scope] = BASES[one[1]](documents.get(one[0])!);
      titles.push(`${scope}: ${one.join("")}`);
    }
    it(`${i + 1}. ${titles.join("; ")}: decides as the gateway`, async () => {
      const started = await startedService(await importLifted(texts));
      await judged(started, frameworkNames[i % frameworkNames.length]!);
    });
  }
});
