import { IncomingMessage } from "node:http";
import { Socket } from "node:net";

const socket = new Socket();

/** A request of Node's as its parser makes it, without the socket's work: header fields with names and values in turn. */
export function requestWith(...fields: readonly string[]): IncomingMessage {
  const request = new IncomingMessage(socket);
  request.method = "GET";
  request.url = "/orders";
  request.rawHeaders = ["Host", "api.example.com", "Accept", "*/*", ...fields];
  return request;
}
