export { storeContract, type StoreHarness } from "./store-contract.js";
export type { TestRunner } from "./test-runner.js";
