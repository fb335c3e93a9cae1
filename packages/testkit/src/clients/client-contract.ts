import type { RecordHarness } from "../records/record-harness.js";
import type { TestRunner } from "../test-runner.js";
import { clientActs } from "./client-acts.js";
import { clientCrashes } from "./client-crashes.js";
import { clientRaces } from "./client-races.js";
import { clientSecrets } from "./client-secrets.js";
import { ClientWorld, type ClientCase } from "./client-world.js";

/**
 * Declares the tests that `administerClients` and `clientRegistryOver` must pass over every repository of records. `crashes`:
 * whether processes end at each of their calls too, which opens the repository some hundred times. Default true.
 */
export function clientContract(
  runner: TestRunner,
  name: string,
  harness: RecordHarness,
  { crashes = true }: { readonly crashes?: boolean } = {},
): void {
  let worlds = 0;
  const it: ClientCase = (title, test) =>
    runner.it(title, async () => {
      const name = `clients-${++worlds}`;
      const world = new ClientWorld((clock) => harness.open(name, clock));
      try {
        await test(world);
      } finally {
        await world.close();
      }
    });
  runner.describe(`client applications over ${name}`, () => {
    runner.describe("acts", () => clientActs(it));
    runner.describe("secrets", () => clientSecrets(it));
    runner.describe("races", () => clientRaces(it));
    if (crashes) runner.describe("a process that ends", () => clientCrashes(it));
  });
}
