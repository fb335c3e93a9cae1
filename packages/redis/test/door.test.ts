import * as subscriptions from "@product-auth/core/subscriptions";
import * as door from "@product-auth/redis";
import { expect } from "chai";

describe("the door of @product-auth/redis", () => {
  it("exports these names; types.ts holds the names of types", () =>
    expect(Object.keys(door).sort()).to.deep.equal([
      "RepositoryConflictError",
      "createRedisCounters",
      "createRedisSubscriptions",
    ]));

  it("hands core's error on, so that instanceof works with either import", () =>
    expect(door.RepositoryConflictError).to.equal(subscriptions.RepositoryConflictError));

  it("createRedisSubscriptions gives these parts, and connects to nothing", async () => {
    const store = door.createRedisSubscriptions({ url: "redis://127.0.0.1:1" });
    expect(Object.keys(store).sort()).to.deep.equal([
      "close",
      "delete",
      "findByKeyDigest",
      "get",
      "insert",
      "list",
      "onChange",
      "replace",
    ]);
    await store.close();
  });

  it("createRedisCounters gives these parts, and connects to nothing", async () => {
    const store = door.createRedisCounters({ url: "redis://127.0.0.1:1" });
    expect(Object.keys(store).sort()).to.deep.equal(["add", "check", "close", "read", "reset", "take"]);
    await store.close();
  });
});
