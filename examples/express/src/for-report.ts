import { createApp } from "./app.js";
import { createLog } from "./log.js";

/** The API with nothing started, for `npm run routes`: no request is made, so it needs no tenant. */
export const { app, auth } = createApp({
  entra: {
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    authorityHost: undefined,
    audiences: {
      starter: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
      pro: "api://7b0c9e11-2222-4333-8444-955566667777",
    },
  },
  stores: { subscriptions: [] },
  log: createLog("silent"),
});
