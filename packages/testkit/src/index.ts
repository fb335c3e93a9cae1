export { storeContract, type StoreHarness, type TestRunner } from "./store-contract.js";
