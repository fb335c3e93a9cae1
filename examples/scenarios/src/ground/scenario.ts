import type { RequestListener, Server } from "node:http";
import type { Entra, EntraOptions } from "@product-auth/emulator";
import type { Framework } from "./frameworks.js";
import type { Authority } from "./authority.js";
import type { TakeStep } from "./walk.js";

/** Starts everything that a scenario needs, in order. Whatever it starts, it ends through `stage.onClose`. */
export type Scenario = (stage: Stage) => Promise<World>;

/** What a scenario is started with. */
export interface Stage {
  readonly framework: Framework;
  /** Signs certificates. This process and its children trust it; nothing else on this machine does. */
  readonly authority: Authority;
  /** Starts the issuer over https, on the port that the command line names. */
  startIssuer(options: EntraOptions): Promise<Entra>;
  /** Opens a port of 127.0.0.1. Without `port`, any free one: so that addresses are known before the application is made. */
  listen(options?: ListenOptions): Promise<Listener>;
  /** Opens the port of the API that the command line names. */
  listenForApi(options?: Omit<ListenOptions, "port">): Promise<Listener>;
  /** Ends something at the end, last started first; also when a later part does not start. */
  onClose(close: () => unknown): void;
}

export interface ListenOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** `true`: https with a certificate of the authority. `"client certificates"`: it asks for those too, and refuses none. */
  readonly https?: boolean | "client certificates";
}

/** A port that is open, and answers when it has an application. */
export interface Listener {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly port: number;
  readonly server: Server;
  /** Serves from now on; requests that came before wait. */
  serve(application: RequestListener): void;
}

/** A scenario that runs. */
export interface World {
  /** Addresses and accounts, by what they are: printed, and read by tests. */
  readonly places: Readonly<Record<string, string>>;
  /** Goes through the scenario. Every step is printed. */
  walk(step: TakeStep): Promise<void>;
  /** What a reader can do next by hand; printed after the walk. */
  readonly next: string;
}
