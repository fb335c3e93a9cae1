export { startRedis, launchRedis, type OwnRedisOptions } from "./redis.js";
export { startPostgres, launchPostgres } from "./postgres.js";
export { findProgram } from "./find-program.js";
export { freePort } from "./free-port.js";
export { MissingServiceError, serviceFor, type SkippableContext } from "./missing-service.js";
export type { OwnService, OwnServiceOptions, PausableService, Service } from "./service.js";
