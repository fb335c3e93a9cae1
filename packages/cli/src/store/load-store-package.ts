import { installed } from "../installed.js";

/** The PostgreSQL store, where it is installed. */
export const loadPostgres = (): Promise<typeof import("@product-auth/postgres")> =>
  installed(import("@product-auth/postgres"), {
    by: "postgres://",
    packages: ["@product-auth/postgres", "pg"],
  });

/** The Redis store, where it is installed. */
export const loadRedis = (): Promise<typeof import("@product-auth/redis")> =>
  installed(import("@product-auth/redis"), { by: "redis://", packages: ["@product-auth/redis", "redis"] });
