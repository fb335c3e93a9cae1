import type { Server } from "node:http";
import type { ExpressProductAuth } from "@product-auth/express";

// #region stop
export async function stop(auth: Pick<ExpressProductAuth, "close">, server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done)); // takes no new connections
  await auth.close(); // ends those that were upgraded; without it, `closed` waits for them
  await closed;
}
// #endregion stop
