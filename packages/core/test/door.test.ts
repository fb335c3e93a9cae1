import { expect } from "chai";

describe("the door of @product-auth/core", () => {
  it("opens to these names and no others", async () => {
    expect(Object.keys(await import("@product-auth/core")).sort()).to.deep.equal([
      "CachingStore",
      "ChangeListeners",
      "ConfigurationError",
      "DECISION_CHANNEL",
      "JsonFileSubscriptionRepository",
      "KEY_PREFIX",
      "MemoryClientRegistry",
      "MemorySubscriptionRepository",
      "MemorySubscriptionStore",
      "NodeRequestView",
      "RepositoryConflictError",
      "SubscriptionNotFoundError",
      "UnavailableError",
      "UnguardedRouteError",
      "administerSubscriptions",
      "asEvidence",
      "createProductAuth",
      "createProductAuthTrustingClaims",
      "digestKey",
      "generateKey",
      "guardsOf",
      "hintOf",
      "isLiteral",
      "joinPaths",
      "loadCatalog",
      "looksGenerated",
      "markGuard",
      "markMetadata",
      "markOf",
      "markOpen",
      "markShut",
      "marksOnTheWay",
      "mayAnswerByItself",
      "metadataAnswers",
      "pepperId",
      "productAuthOf",
      "readCatalog",
      "routeReport",
      "runRoutesCommand",
      "samplePaths",
      "watchCatalog",
    ]);
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
