import { readFileSync } from "node:fs";
import { expect } from "chai";

/** The doors, and the names of what runs behind each. */
const DOORS = {
  "@product-auth/core": [
    "CATALOG_CHANNEL",
    "COUNTERS_CHANNEL",
    "ConfigurationError",
    "DECISION_CHANNEL",
    "LIMITS_CHANNEL",
    "MemoryClientRegistry",
    "MemorySubscriptionStore",
    "UnavailableError",
    "UnguardedRouteError",
    "createProductAuth",
  ],
  "@product-auth/core/adapter": [
    "LOGIN_SERVICES",
    "SIGNATURE_HOLDS",
    "addressOf",
    "admissionFields",
    "andThen",
    "applyDecision",
    "claimAt",
    "createProductAuthTrustingClaims",
    "guardUpgradeOf",
    "guardsOf",
    "instanceOf",
    "isDeeplyNested",
    "isGuid",
    "isTrustworthyUrl",
    "jsonText",
    "markDenyAll",
    "markGuard",
    "markMetadata",
    "markOf",
    "markOpen",
    "markPlace",
    "metadataAnswers",
    "mountHandler",
    "networkOf",
    "normalizeAddress",
    "normalizeDemand",
    "productAuthOf",
    "refuseUncalled",
    "routingOf",
    "ruleWords",
    "unwantedFields",
    "withMembers",
    "withoutSegments",
  ],
  "@product-auth/core/catalog": [
    "catalogVersion",
    "limitsOfCatalog",
    "loadCatalog",
    "locateJsonError",
    "locateProblems",
    "problemsOfCatalogFile",
    "readCatalog",
    "replaceCatalogVariables",
    "replaceVariables",
    "watchCatalog",
    "withoutValues",
  ],
  "@product-auth/core/counters": ["GuardedCounters", "MemoryCounterStore", "plainKey"],
  "@product-auth/core/clients": [
    "ApplicationLimitError",
    "ApplicationNotFoundError",
    "ApplicationStateError",
    "ProvisioningError",
    "administerClients",
    "clientRegistryOver",
  ],
  "@product-auth/core/records": [
    "JsonFileRecordRepository",
    "MemoryRecordRepository",
    "RepositoryConflictError",
    "checkRecordChanges",
    "decodeRecordNotice",
    "encodeRecordNotice",
    "isRecordId",
    "isRecordKind",
    "noticeOf",
    "recordOf",
  ],
  "@product-auth/core/telemetry": ["openTelemetry"],
  "@product-auth/core/subscriptions": [
    "CachingStore",
    "ChangeListeners",
    "JsonFileSubscriptionRepository",
    "KEY_PREFIX",
    "MemorySubscriptionRepository",
    "RepositoryConflictError",
    "SubscriptionNotFoundError",
    "SubscriptionStateError",
    "administerSubscriptions",
    "asEvidence",
    "decodeChange",
    "digestKey",
    "encodeChange",
    "generateKey",
    "hintOf",
    "ignoringErrors",
    "looksGenerated",
    "pageSizeOf",
    "pepperId",
    "withTimeout",
  ],
} as const;

for (const [door, names] of Object.entries(DOORS))
  describe(`the door ${door}`, () => {
    it("opens to these names and no others", async () => {
      const behind = (await import(door)) as Record<string, unknown>;
      expect(Object.keys(behind).sort()).to.deep.equal(names);
    });
  });

describe("@product-auth/core", () => {
  it("has these doors and no others", () => {
    const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    const { exports } = JSON.parse(manifest) as { exports: Record<string, unknown> };
    expect(Object.keys(exports).filter((path) => !path.endsWith(".json"))).to.have.members(
      Object.keys(DOORS).map((door) => door.replace("@product-auth/core", ".")),
    );
  });

  it("leaves no other way in", async () => {
    const inner = "@product-auth/core/dist/decide.js"; // a variable: the compiler would refuse it as well
    const failure = await import(inner).then(
      () => "opened",
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(failure).to.equal("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });
});
