import type { RequestView } from "../../request/request-view.js";
import { connectionOf } from "./connection-of.js";
import { normalizeAddress } from "./normalize-address.js";

/** Finds the addresses of callers. Belongs to an instance. */
export class CallerAddresses {
  readonly #warn: (message: string) => void;
  #left = WATCHED;

  /** `warn`: called once, when the addresses are probably those of a proxy. */
  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** The caller's address as the framework reports it, in one form; undefined when there is none that can be read. */
  of(view: RequestView): string | undefined {
    const address = normalizeAddress(view.address?.());
    if (this.#left > 0) {
      this.#left--;
      if (isOfProxy(view, address)) {
        this.#left = 0;
        this.#warn(WARNING);
      }
    }
    return address;
  }
}

/** Requests that are searched for forwarded addresses. The first ones may be those of a health check. */
const WATCHED = 1_000;

// A proxy has forwarded an address, and the framework was not told to read it.
function isOfProxy(view: RequestView, address: string | undefined): boolean {
  const isForwarded = view.header("x-forwarded-for") !== undefined || view.header("forwarded") !== undefined;
  return (
    isForwarded && address !== undefined && address === normalizeAddress(connectionOf(view)?.remoteAddress)
  );
}

const WARNING =
  "A request with a forwarded address was judged by the address of its connection. Behind a proxy, every caller has the " +
  "proxy's address: write the proxy's address into the framework's setting (trust proxy, proxy, trustProxy). Without a " +
  "proxy, ignore this warning.";
