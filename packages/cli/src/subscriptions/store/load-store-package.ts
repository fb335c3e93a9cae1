import { Misuse } from "../misuse.js";

/** The PostgreSQL store, where it is installed. */
export const loadPostgres = (): Promise<typeof import("@product-auth/postgres")> =>
  loaded(import("@product-auth/postgres"), "postgres://", ["@product-auth/postgres", "pg"]);

/** The Redis store, where it is installed. */
export const loadRedis = (): Promise<typeof import("@product-auth/redis")> =>
  loaded(import("@product-auth/redis"), "redis://", ["@product-auth/redis", "redis"]);

async function loaded<T>(loading: Promise<T>, scheme: string, packages: readonly string[]): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing =
      code === "ERR_MODULE_NOT_FOUND" && packages.some((name) => message.includes(`'${name}'`));
    if (!isMissing) throw error;
    throw new Misuse(`${scheme} needs packages that are not installed: npm install ${packages.join(" ")}`, {
      cause: error,
    });
  }
}
