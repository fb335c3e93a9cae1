// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import {
  createPostgresSubscriptions,
  type Migration,
  type PostgresSubscriptions,
  type PostgresSubscriptionsOptions,
  type RepositoryConflictError,
} from "@product-auth/postgres";
import { expectTypeOf } from "expect-type";
import pg from "pg";

/** Every type that the door exports. */
export type Door = [Migration, PostgresSubscriptions, PostgresSubscriptionsOptions, RepositoryConflictError];

expectTypeOf<PostgresSubscriptions>().toExtend<SubscriptionRepository>();
expectTypeOf<PostgresSubscriptions["close"]>().returns.toEqualTypeOf<Promise<void>>();
createPostgresSubscriptions({ pool: new pg.Pool() });
createPostgresSubscriptions({ connection: { host: "db", ssl: { ca: "…" } }, schema: "shop", notify: false });
// @ts-expect-error -- the schema is a name, not a list of them
createPostgresSubscriptions({ connectionString: "postgres://db", schema: ["shop"] });
