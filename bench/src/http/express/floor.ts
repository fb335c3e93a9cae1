import { jwtBearing } from "../by-hand.js";
import { FLOOR, signatureCheck } from "../floor.js";
import type { HttpContender } from "../http-contender.js";
import { serveExpress } from "./express-app.js";

export const expressFloor: HttpContender = {
  name: FLOOR,
  kind: "floor",
  async serve(world) {
    const holds = await signatureCheck(world);
    return serveExpress((req, res, next) => {
      if (holds(jwtBearing(req.headers) ?? "")) next();
      else res.status(401).json({ status: 401 });
    });
  },
};
