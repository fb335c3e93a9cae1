// One instance of a vector of stores, which counts in memory: run by store-vectors.test.ts.
import { runVectorTask } from "@product-auth/testkit";

await runVectorTask(() => undefined);
