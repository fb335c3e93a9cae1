export { createPostgresSubscriptions, type PostgresSubscriptions } from "./create-postgres-subscriptions.js";
export type { PostgresSubscriptionsOptions } from "./postgres-subscriptions-options.js";
export { createPostgresCounters, type PostgresCounters } from "./create-postgres-counters.js";
export type { PostgresCountersOptions } from "./postgres-counters-options.js";
export { createPostgresRecords, type PostgresRecords } from "./create-postgres-records.js";
export type { PostgresRecordsOptions } from "./postgres-records-options.js";
export { migrations, type Migration } from "./migrations.js";
export { RepositoryConflictError } from "@product-auth/core/subscriptions";
