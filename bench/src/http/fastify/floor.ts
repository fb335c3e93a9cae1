import { jwtBearing } from "../by-hand.js";
import { FLOOR, signatureCheck } from "../floor.js";
import type { HttpContender } from "../http-contender.js";
import { serveFastify } from "./fastify-app.js";

export const fastifyFloor: HttpContender = {
  name: FLOOR,
  kind: "floor",
  serve: (world) =>
    serveFastify(async () => {
      const holds = await signatureCheck(world);
      return async (request, reply) => {
        if (!holds(jwtBearing(request.headers) ?? "")) await reply.code(401).send({ status: 401 });
      };
    }),
};
