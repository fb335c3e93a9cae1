import { isRecord } from "./instance/is-record.js";

/** The part of options that registrations are compared with, as JSON has it. */
export function catalogPartOf(options: object): unknown {
  const { products, provision, clientApplications } = options as Readonly<Record<string, unknown>>;
  const part = {
    products,
    ...(provision !== undefined && { provision }),
    ...(Array.isArray(clientApplications) && { clientApplications: clientApplications as unknown }),
  };
  return JSON.parse(JSON.stringify(part));
}

/** Clients in the member `provision` of a catalog that was not checked. */
export function clientsIn(
  catalog: unknown,
): readonly (readonly [name: string, client: Readonly<Record<string, unknown>>])[] {
  const provision = isRecord(catalog) ? catalog["provision"] : undefined;
  const clients = isRecord(provision) ? provision["clients"] : undefined;
  return isRecord(clients)
    ? Object.entries(clients).flatMap(([name, client]) => (isRecord(client) ? [[name, client] as const] : []))
    : [];
}
