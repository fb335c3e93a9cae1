// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import type { RecordRepository } from "@product-auth/core/records";
import type { CounterStore } from "@product-auth/core/counters";
import {
  createPostgresCounters,
  createPostgresRecords,
  createPostgresSubscriptions,
  type Migration,
  type PostgresCounters,
  type PostgresCountersOptions,
  type PostgresRecords,
  type PostgresRecordsOptions,
  type PostgresSubscriptions,
  type PostgresSubscriptionsOptions,
  type RepositoryConflictError,
} from "@product-auth/postgres";
import { expectTypeOf } from "expect-type";
import pg from "pg";

/** Every type that the door exports. */
export type Door = [
  Migration,
  PostgresCounters,
  PostgresCountersOptions,
  PostgresRecords,
  PostgresRecordsOptions,
  PostgresSubscriptions,
  PostgresSubscriptionsOptions,
  RepositoryConflictError,
];

expectTypeOf<PostgresSubscriptions>().toExtend<SubscriptionRepository>();
expectTypeOf<PostgresSubscriptions["close"]>().returns.toEqualTypeOf<Promise<void>>();
createPostgresSubscriptions({ pool: new pg.Pool() });
createPostgresSubscriptions({ connection: { host: "db", ssl: { ca: "…" } }, schema: "shop", notify: false });
// @ts-expect-error -- the schema is a name, not a list of them
createPostgresSubscriptions({ connectionString: "postgres://db", schema: ["shop"] });

expectTypeOf<PostgresCounters>().toExtend<CounterStore>();
createPostgresCounters({ pool: new pg.Pool(), time: "caller" });
// @ts-expect-error -- the time is that of the store or of the caller
createPostgresCounters({ connectionString: "postgres://db", time: "server" });

expectTypeOf<PostgresRecords>().toExtend<RecordRepository>();
createPostgresRecords({ pool: new pg.Pool(), clock: () => 0 });
// @ts-expect-error -- the clock is a function
createPostgresRecords({ connectionString: "postgres://db", clock: 0 });
