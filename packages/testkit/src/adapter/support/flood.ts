import { connect, type Socket } from "node:net";

/** Requests on their way at once on each connection. */
const BATCH = 100;

/**
 * Sends one GET per token, many at once over a few connections that stay open (pipelining, RFC 9112 §9.3.2), and
 * gives the number of answers by status.
 */
export async function flood(
  port: number,
  path: string,
  tokens: Iterable<string>,
  connections = 4,
): Promise<Record<number, number>> {
  const rest = tokens[Symbol.iterator]();
  const counts: Record<number, number> = {};
  const count = (status: number) => (counts[status] = (counts[status] ?? 0) + 1);
  await Promise.all(
    Array.from({ length: connections }, () => pour(connect(port, "127.0.0.1"), path, rest, count)),
  );
  return counts;
}

async function pour(
  socket: Socket,
  path: string,
  tokens: Iterator<string>,
  count: (status: number) => void,
): Promise<void> {
  const batch = () => {
    let lines = "";
    let sent = 0;
    for (; sent < BATCH; sent++) {
      const next = tokens.next();
      if (next.done === true) break;
      lines += `GET ${path} HTTP/1.1\r\nhost: flood\r\nauthorization: Bearer ${next.value}\r\n\r\n`;
    }
    socket.write(lines);
    return sent;
  };
  let waiting = batch();
  let text = "";
  if (waiting > 0) {
    for await (const chunk of socket) {
      text += String(chunk);
      const statusLines = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)];
      for (const [, status] of statusLines) count(Number(status));
      waiting -= statusLines.length;
      text = text.slice(-20).replace(/HTTP\/1\.1 \d{3} /, ""); // a status line may be cut in two
      if (waiting === 0 && (waiting = batch()) === 0) break;
    }
  }
  socket.destroy();
}
