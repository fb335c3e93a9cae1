import type { FastifyServerOptions } from "fastify";

/** The types miss an option. */
export type RouterOptions = NonNullable<FastifyServerOptions["routerOptions"]> & {
  readonly useSemicolonDelimiter?: boolean;
};

/** The path that find-my-way matches: without what ends it, decoded but for reserved characters. */
export function pathReadBy(options: RouterOptions, target: string): string {
  const path = target.startsWith("/") ? target : (URL.parse(target)?.pathname ?? target);
  const ends = options.useSemicolonDelimiter === true ? /[?#;]/ : /[?#]/;
  let read = decodeURI(path.slice(0, 1) + (path.slice(1).split(ends)[0] ?? "").replaceAll("%25", "%2525"));
  if (options.ignoreDuplicateSlashes === true) read = read.replace(/\/{2,}/g, "/");
  if (options.ignoreTrailingSlash === true && read.length > 1) read = read.replace(/\/$/, "");
  return read;
}
