import { createServer, request } from "node:http";
import { connect } from "node:net";

/** A forward proxy on this machine, for CONNECT and for plain requests; `seen` has the hosts it was asked for. */
export async function startProxy() {
  const seen = [];
  const proxy = createServer((req, res) => {
    seen.push(new URL(req.url).host);
    req.pipe(
      request(req.url, { method: req.method, headers: req.headers }, (answer) => {
        res.writeHead(answer.statusCode, answer.headers);
        answer.pipe(res);
      }),
    );
  });
  proxy.on("connect", (req, socket) => {
    seen.push(req.url);
    const { hostname, port } = new URL(`http://${req.url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      socket.pipe(upstream).pipe(socket);
    });
    for (const each of [socket, upstream]) each.on("error", () => upstream.destroy());
  });
  await new Promise((listening) => proxy.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    seen,
    close: () => {
      proxy.closeAllConnections();
      return new Promise((closed) => proxy.close(closed));
    },
  };
}
