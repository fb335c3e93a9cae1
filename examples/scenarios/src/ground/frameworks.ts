/** The frameworks that every scenario runs with. */
export const FRAMEWORKS = ["express", "koa", "fastify"] as const;
export type Framework = (typeof FRAMEWORKS)[number];
