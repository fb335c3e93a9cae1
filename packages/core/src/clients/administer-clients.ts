import type { ClientAdministration, ClientAdministrationOptions } from "./client-administration.js";

/** Makes the functions that create and change the client applications in records. */
export function administerClients(_options: ClientAdministrationOptions): ClientAdministration {
  throw new Error("not built yet");
}
