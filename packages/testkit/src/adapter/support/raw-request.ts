import { connect } from "node:net";

/** A response read from a socket, nothing interpreted but the lines. */
export interface RawResponse {
  readonly status: number;
  /** Field lines in order, names in lower case. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Fields by name; of repeated ones, all values joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends these lines as they are: clients and proxies can write what no HTTP library would. */
export async function rawRequest(port: number, target: string, ...lines: string[]): Promise<RawResponse> {
  const head = [`GET ${target} HTTP/1.1`, `host: 127.0.0.1:${port}`, "connection: close", ...lines];
  const received = await exchange(port, `${head.join("\r\n")}\r\n\r\n`);
  const [top = "", text = ""] = received.split(/\r\n\r\n(.*)/s);
  const [statusLine = "", ...written] = top.split("\r\n");
  const fields = written.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of fields) headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  return { status: Number(statusLine.split(" ")[1]), fields, headers, text };
}

/** Sends a text, each character a byte, and gives what comes back until the connection is closed. */
export async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(text, "latin1");
  let received = "";
  for await (const chunk of socket) received += (chunk as Buffer).toString("latin1");
  return received;
}
