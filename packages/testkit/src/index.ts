export { storeContract, type StoreHarness } from "./store-contract.js";
export type { TestRunner } from "./test-runner.js";
export { revocationContract } from "./revocation-contract.js";
export { outageContract, type OutageHarness } from "./outage-contract.js";
export type { ServedStoreHarness } from "./served-store.js";
