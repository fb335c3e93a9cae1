import { segmentsOf, templateSegments, type Api, type Operation } from "#src/catalog/apis.js";

/** An API of which only path and operations matter. */
export const api = (path: string, operations?: Readonly<Record<string, readonly [string, string]>>): Api => ({
  name: path === "" ? "root" : path,
  displayName: path,
  path,
  segments: segmentsOf(path),
  products: [],
  subscriptionRequired: true,
  metadata: { description: undefined, openapi: undefined },
  key: { header: "x-key", headerAsWritten: "x-key", query: "key" },
  operations:
    operations &&
    Object.entries(operations).map(([name, [method, template]]): Operation => ({
      name,
      method,
      segments: templateSegments(template),
      urlTemplate: template,
      metadata: { displayName: undefined, description: undefined },
    })),
});
