import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { CatalogOptions, GuardedConnection, UpgradeHandler } from "@product-auth/core";
import type { AnyOptions, AnyRule } from "../adapter/adapter-harness.js";

/** How the contract of WebSockets gets at a framework and at the package `ws`. */
export interface WebSocketHarness {
  readonly ws: WebSocketPackage;
  /** Serves WebSockets at every path behind this rule; without one, behind what `app.use(auth)` demands. */
  serve(options: AnyOptions, rule: AnyRule | undefined, onOpen: OnOpen): Promise<ServedUpgrades>;
}

/** How the contract of `guardUpgrade` gets at a framework. */
export interface UpgradeHarness {
  /** Serves upgrades with `guardUpgrade(rule, handler)`; without a rule, with `guardUpgrade(handler)`. */
  serve(options: AnyOptions, rule: AnyRule | undefined, handler: UpgradeHandler): Promise<ServedUpgrades>;
}

/** What is served on a port of this machine. */
export interface ServedUpgrades {
  readonly port: number;
  readonly auth: {
    update(catalog: CatalogOptions<string, string>): void;
    close(): Promise<void>;
  };
  /** Sockets that the server has open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Called with every WebSocket that was opened. */
export type OnOpen = (socket: WebSocketLike, connection: GuardedConnection) => void;

/** What the contract uses of the package `ws`. */
export interface WebSocketPackage {
  // oxlint-disable-next-line typescript/no-explicit-any -- of its constructors the compiler compares one, and not this
  readonly WebSocket: new (url: any, options: object) => WebSocketLike;
  readonly WebSocketServer: new (options: { readonly noServer: true }) => {
    handleUpgrade(
      req: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (socket: WebSocketLike) => void,
    ): void;
  };
}

/** What the contract uses of a WebSocket. */
export interface WebSocketLike {
  // oxlint-disable-next-line typescript/no-explicit-any -- each event has arguments of its own
  on(event: string, listener: (...given: any[]) => void): unknown;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
}

/** Serves WebSockets by `guardUpgrade` and the package `ws`. */
export function webSocketsBy(harness: UpgradeHarness, ws: WebSocketPackage): WebSocketHarness {
  return {
    ws,
    serve(options, rule, onOpen) {
      const server = new ws.WebSocketServer({ noServer: true });
      return harness.serve(options, rule, (req, socket, head, connection) =>
        server.handleUpgrade(req, socket, head, (opened) => onOpen(opened, connection)),
      );
    },
  };
}
