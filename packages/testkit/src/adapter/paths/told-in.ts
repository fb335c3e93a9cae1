import type { Told } from "./path-set-up.js";

/** What a handler tells, as the value of the field `x-told`. */
export function toldIn({ access, params, ...told }: Told): string {
  const short = Object.entries(params).map(([name, value]) => [name, String(value).slice(0, 100)] as const);
  return encodeURIComponent(
    JSON.stringify({
      ...told,
      path: told.path.slice(0, 500),
      params: Object.fromEntries<string>(short),
      ...(access && { access: { api: access.api, operation: access.operation } }),
    }).replace(/[\ud800-\udfff]/g, "\ufffd"), // halves of characters cannot be encoded
  );
}

export const readTold = (value: string): Told => JSON.parse(decodeURIComponent(value)) as Told;
