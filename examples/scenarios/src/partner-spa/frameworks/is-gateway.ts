import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { GATEWAY } from "../catalog.js";

/** Whether the gateway has made a connection. For the portal: its pages are open, so no policy of the guard is judged there. */
export const isGateway = (socket: Socket): boolean =>
  socket instanceof TLSSocket &&
  socket.authorized &&
  socket.getPeerX509Certificate()?.toLegacyObject().subject.CN === GATEWAY;
