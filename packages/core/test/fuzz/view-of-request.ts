import { NodeRequestView } from "#src/request/request-view.js";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { RawRequest } from "./tokens/sending.js";

const socket = new Socket();

/** The view of a request as Node's parser leaves it behind. */
export function viewOf({ target, rawHeaders }: RawRequest): NodeRequestView {
  const message = new IncomingMessage(socket);
  message.method = "GET";
  message.url = target;
  message.rawHeaders = [...rawHeaders];
  return new NodeRequestView(message);
}
