// #region server
import { createServer, IncomingMessage, ServerResponse, type Server } from "node:http";
import express, { type Express } from "express";

/** A server whose requests are made with the prototypes of the application, so that Express has none to change. */
function serverOf(app: Express): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<AppRequest> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse }, app);
}

const app = express();
const server = serverOf(app); // before other applications are mounted in this one
// #endregion server

export { app, server };
