import type { HttpContender } from "../http-contender.js";
import { serveExpress } from "./express-app.js";

export const bareExpress: HttpContender = { name: "bare", kind: "bare", serve: async () => serveExpress() };
