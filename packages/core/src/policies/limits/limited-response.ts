import type { ServerResponse } from "node:http";
import type { LimitedResponse } from "./limited-call.js";

/**
 * The response as functions of limits see it. `writeHead` does not always store the fields that it is given, and Fastify hands
 * over all fields in this way, so they are kept here. Returns a function that reads the response when it has ended.
 */
export function limitedResponse(response: ServerResponse): () => LimitedResponse {
  let given: unknown;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((...args: unknown[]) => {
    given = args.find((arg) => typeof arg === "object");
    return writeHead(...args);
  }) as ServerResponse["writeHead"];
  const header = (name: string): string | undefined => {
    const value = givenField(given, name.toLowerCase()) ?? response.getHeader(name);
    return value === undefined ? undefined : [value].flat().map(String).join(", ");
  };
  // Without a getter: V8 makes a hidden class for each object literal with one, and the collector pays for all of them.
  return () => ({ status: response.statusCode, header });
}

/** A field in the forms that `writeHead` accepts: an object, a list of pairs, or a flat list. */
function givenField(given: unknown, name: string): unknown {
  if (typeof given !== "object" || given === null) return undefined;
  const isFlat = Array.isArray(given) && !Array.isArray(given[0]);
  const list = (Array.isArray(given) ? given : Object.entries(given)) as unknown[];
  const pairs = isFlat ? list.map((one, i) => [one, list[i + 1]]).filter((_, i) => i % 2 === 0) : list;
  const found = (pairs as [unknown, unknown][]).filter(([one]) => String(one).toLowerCase() === name);
  return found.length === 0 ? undefined : found.map(([, value]) => value).flat();
}
