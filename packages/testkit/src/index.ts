export { storeContract } from "./store-contract.js";
export type { StoreHarness } from "./contract/store-harness.js";
export { recordContract } from "./records/record-contract.js";
export type { RecordHarness } from "./records/record-harness.js";
export { recordOutageContract, type RecordOutageHarness } from "./records/record-outage-contract.js";
export { counterStoreContract } from "./counters/counter-store-contract.js";
export { counterOutageContract, type CounterOutageHarness } from "./counters/counter-outage-contract.js";
export { fuzzCounters, type FuzzedCounters } from "./counters/fuzz-counters.js";
export { guardedCountersContract } from "./counters/guarded-counters-contract.js";
export { callMany, GuardedInstance } from "./counters/guarded-instance.js";
export type { CounterStoreHarness, CounterTime } from "./counters/counter-store-harness.js";
export type { FullTestRunner, TestRunner } from "./test-runner.js";
export { revocationContract } from "./revocation-contract.js";
export { outageContract, type OutageHarness } from "./outage-contract.js";
export type { ServedStoreHarness } from "./served-store.js";
export { adapterContract, decisionContract, floodContract } from "./adapter/adapter-contract.js";
export { doorContract, type AdapterDoor, type DoorExtras } from "./adapter/door-contract.js";
export { bandwidthTests, type BuildMeasured, type MeasuredCase } from "./adapter/bandwidth-tests.js";
export type { ContractOptions } from "./adapter/suite.js";
export { pathContract } from "./adapter/paths/path-contract.js";
export type { BuiltPaths, PathPlan, PathRoute, PathSetUp, Piece, Told } from "./adapter/paths/path-set-up.js";
export type {
  AdapterHarness,
  AdapterUnderTest,
  AnyOptions,
  AnyRule,
  Application,
  BuiltApplication,
  Declared,
  Exchange,
  Handler,
  Link,
  Method,
  Reply,
  Uncalled,
} from "./adapter/adapter-harness.js";
export { serveUpgrades } from "./upgrades/serve-upgrades.js";
export { webSocketContract } from "./upgrades/web-socket-contract.js";
export { upgradeContract } from "./upgrades/upgrade-contract.js";
export {
  webSocketsBy,
  type OnOpen,
  type ServedUpgrades,
  type UpgradeHarness,
  type WebSocketHarness,
  type WebSocketLike,
  type WebSocketPackage,
} from "./upgrades/upgrade-harness.js";
export { connectionVectors } from "./vectors/connection-vectors.js";
export { connectionsInProcess } from "./vectors/connections-in-process.js";
export { connectionsOverHttp } from "./vectors/connections-over-http.js";
export { limitVectors } from "./vectors/limit-vectors.js";
export { limitsInProcess } from "./vectors/limits-in-process.js";
export { limitsOverHttp, type GuardedApplication } from "./vectors/limits-over-http.js";
export { runVectorTask } from "./vectors/run-vector-task.js";
export { storeFaultVectors, type StoreFaultHarness } from "./vectors/store-fault-vectors.js";
export { storeVectors, type StoreVectorHarness } from "./vectors/store-vectors.js";
export { tokenVectors, tokenVectorsInProcess } from "./vectors/token-vectors.js";
export { vectorsFolder } from "./vectors/vectors-folder.js";
export { portalContract } from "./portal/portal-contract.js";
export type { HostStep, MountedPortal, PortalHarness, PortalMount } from "./portal/portal-harness.js";
export { clientContract } from "./clients/client-contract.js";
export { MemoryTenant, type Interruptions } from "./clients/memory-tenant.js";
