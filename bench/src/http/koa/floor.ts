import { jwtBearing } from "../by-hand.js";
import { FLOOR, signatureCheck } from "../floor.js";
import type { HttpContender } from "../http-contender.js";
import { serveKoa } from "./koa-app.js";

export const koaFloor: HttpContender = {
  name: FLOOR,
  kind: "floor",
  async serve(world) {
    const holds = await signatureCheck(world);
    return serveKoa((ctx, next): Promise<void> | undefined => {
      if (holds(jwtBearing(ctx.headers) ?? "")) return next() as Promise<void>;
      ctx.status = 401;
      ctx.body = { status: 401 };
      return undefined;
    });
  },
};
