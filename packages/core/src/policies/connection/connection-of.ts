import type { X509Certificate } from "node:crypto";
import { NodeRequestView, type RequestView } from "../../request/request-view.js";

/** The parts of a socket that show which peer it is connected to. */
export interface Connection {
  readonly remoteAddress?: string | undefined;
  readonly authorized?: boolean;
  readonly getPeerX509Certificate?: () => X509Certificate | null | undefined;
}

/** The connection of a request, of HTTP/2 that of its session; undefined for a view of no Node request. */
export function connectionOf(view: RequestView): Connection | undefined {
  if (!(view instanceof NodeRequestView)) return undefined;
  const { socket, stream } = view.message as unknown as Message;
  const found = stream?.session?.socket ?? socket ?? undefined;
  try {
    // The socket of an HTTP/2 session that has ended throws at every member.
    void found?.remoteAddress;
    return found;
  } catch {
    return undefined;
  }
}

interface Message {
  readonly socket?: Connection | null;
  readonly stream?: { readonly session?: { readonly socket?: Connection } | null } | null;
}
