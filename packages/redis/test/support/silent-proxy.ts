import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP proxy that can fall silent: connections stay open and nothing comes through, as when a host vanishes. */
export async function silentProxy(target: string) {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    const isMute = () => silenced.has(pair) || isSilent;
    pairs.add(pair);
    near.on("data", (chunk) => isMute() || far.write(chunk));
    far.on("data", (chunk) => isMute() || near.write(chunk));
    for (const socket of pair)
      socket
        .on("error", () => {})
        .on("close", () => {
          if (silenced.has(pair)) return;
          pairs.delete(pair);
          for (const one of pair) one.destroy();
        });
  }).listen(0, "127.0.0.1");
  const silenced = new Set<readonly [Socket, Socket]>();
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    connections: () => pairs.size,
    /** From now on nothing comes through: connections that there are stay mute, new ones are accepted and mute. */
    silence() {
      isSilent = true;
      for (const pair of pairs) silenced.add(pair);
    },
    /** New connections work again. Those that fell silent stay mute. */
    recover() {
      for (const pair of pairs) silenced.add(pair);
      isSilent = false;
    },
    close() {
      server.close();
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
  };
}
