// The inspector of a framework that there is not: an application is `{ toy: true, routes, opaque }`.
import {
  inspectModule,
  routeReport,
  type FoundRoute,
  type InspectedFramework,
} from "@product-auth/routes/module";
import type { OpaquePlace } from "@product-auth/routes";
import { answerParent } from "#src/routes/answer-parent.js";

interface Toy {
  readonly toy: true;
  readonly routes: readonly FoundRoute[];
  readonly opaque?: readonly OpaquePlace[];
}

const toy: InspectedFramework = {
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
};

await answerParent((wanted) => inspectModule(wanted, [toy]));
