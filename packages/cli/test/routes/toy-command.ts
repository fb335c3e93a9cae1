// The routes command of a framework that there is not: an application is `{ toy: true, routes, opaque }`.
import { routeReport, type FoundRoute, type OpaquePlace } from "@product-auth/core/adapter";
import { runRoutesCommand } from "@product-auth/core/routes-command";

interface Toy {
  readonly toy: true;
  readonly routes: readonly FoundRoute[];
  readonly opaque?: readonly OpaquePlace[];
}

await runRoutesCommand({
  command: "product-auth-toy",
  file: import.meta.url,
  wanted: "a toy",
  isApplication: (value) => (value as Partial<Toy> | undefined)?.toy === true,
  prepare({ load, replace, subscribe }) {
    const published: unknown[] = [];
    subscribe("toy.made", (message) => published.push(message));
    replace("toy-parts", (parts) => ({ ...(parts as object), replaced: true }));
    Object.assign(globalThis, { published, absent: load("toy-that-is-not-installed") });
  },
  applicationOf: (make) => (make as unknown as (name: string) => unknown)("given by the framework"),
  report: (application) =>
    routeReport(application as Toy, ([first]) => [
      `toy("${first!.path}", guard)`,
      `toy("${first!.path}", open)`,
    ]),
});
