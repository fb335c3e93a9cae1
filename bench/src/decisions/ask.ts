import { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Decision } from "@product-auth/core";
import { Wire } from "../http/wire.js";
import type { Guarded } from "./guarded.js";

/** A request to decide on. */
export interface Asked {
  /** Names with values that are read again for each request, as from a socket. */
  readonly fields: readonly (readonly [name: string, value: Buffer])[];
  /** The caller's address, as a framework reports it. */
  readonly address?: string;
  /** The parts of the connection that policies look at. */
  readonly socket?: object;
}

const BODY = '{"orders":[{"id":1,"item":"tea"}]}';

/** Decides a request of which only the parts exist that are read. */
export function decide(
  { auth, requirement, clock }: Guarded,
  { fields, address, socket }: Asked,
): Decision<string> {
  clock.move();
  const request = { method: "GET", url: "/orders", rawHeaders: headersOf(fields), socket };
  const addressOf = address === undefined ? undefined : () => address;
  return settled(auth.authorize(auth.viewOf(request as never, undefined, undefined, addressOf), requirement));
}

/** Decides a real request of Node, and ends its response as Node's server does. */
export function decideAndRespond(
  { auth, requirement, clock }: Guarded,
  { fields }: Asked,
  wire: Wire,
  body: string | Buffer = BODY,
): Decision<string> {
  clock.move();
  const socket = wire as unknown as Socket;
  const request = new IncomingMessage(socket);
  request.method = "GET";
  request.url = "/orders";
  request.rawHeaders = headersOf(fields);
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  const decision = settled(auth.authorize(auth.viewOf(request), requirement));
  if (decision.outcome === "admit") decision.onResponse?.(response);
  request.complete = true;
  request.push(null);
  response.end(body);
  response.detachSocket(socket);
  response.emit("close");
  return decision;
}

function headersOf(fields: Asked["fields"]): string[] {
  const headers = ["Host", "localhost", "Accept", "*/*"];
  for (const [field, value] of fields) headers.push(field, value.toString("latin1"));
  return headers;
}

function settled(decision: Decision<string> | Promise<Decision<string>>): Decision<string> {
  if (decision instanceof Promise) throw new Error("a known credential must not wait");
  return decision;
}
