import * as subscriptions from "@product-auth/core/subscriptions";
import * as door from "@product-auth/postgres";
import { expect } from "chai";

describe("the door of @product-auth/postgres", () => {
  it("exports these names; types.ts holds the names of types", () =>
    expect(Object.keys(door).sort()).to.deep.equal([
      "RepositoryConflictError",
      "createPostgresCounters",
      "createPostgresRecords",
      "createPostgresSubscriptions",
      "migrations",
    ]));

  it("hands core's error on, so that instanceof works with either import", () =>
    expect(door.RepositoryConflictError).to.equal(subscriptions.RepositoryConflictError));

  it("createPostgresSubscriptions gives these parts, and connects to nothing", async () => {
    const store = door.createPostgresSubscriptions({ connectionString: "postgres://127.0.0.1:1/nowhere" });
    expect(Object.keys(store).sort()).to.deep.equal([
      "close",
      "delete",
      "findByKeyDigest",
      "get",
      "insert",
      "list",
      "migrate",
      "onChange",
      "replace",
    ]);
    await store.close();
  });

  it("createPostgresRecords gives these parts, and connects to nothing", async () => {
    const store = door.createPostgresRecords({ connectionString: "postgres://127.0.0.1:1/nowhere" });
    const parts = ["close", "deleteExpired", "get", "getMany", "list", "migrate", "onChange", "write"];
    expect(Object.keys(store).sort()).to.deep.equal(parts);
    await Promise.all([store.close(), store.close()]);
  });

  it("createPostgresCounters gives these parts, and connects to nothing", async () => {
    const store = door.createPostgresCounters({ connectionString: "postgres://127.0.0.1:1/nowhere" });
    const parts = ["add", "check", "close", "kinds", "migrate", "read", "reset", "take"];
    expect(Object.keys(store).sort()).to.deep.equal(parts);
    await store.close();
  });
});
