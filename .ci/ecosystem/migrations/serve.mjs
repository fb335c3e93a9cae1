import { once } from "node:events";
import { createServer } from "node:http";

/** Serves an application of Express, Koa or Fastify on a free port. */
export async function serve(app) {
  if (typeof app.inject === "function") {
    const origin = await app.listen({ port: 0, host: "127.0.0.1" });
    return { origin, close: () => app.close() };
  }
  const silent = typeof app.callback === "function"; // Koa writes what it answers with 5xx to stderr
  if (silent) app.silent = true;
  const server = createServer(silent ? app.callback() : app).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
