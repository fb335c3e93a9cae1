import { Duplex } from "node:stream";

/**
 * A connection inside the process. Node's own HTTP server parses what is sent into it and writes to it: a framework
 * gets its real requests and responses, and no kernel stands between.
 */
export class Wire extends Duplex {
  /** The address of the caller, by which limiters count. */
  readonly remoteAddress = "192.0.2.7";

  send(bytes: Buffer): void {
    this.push(bytes);
  }

  override _read(): void {}

  override _write(_bytes: Buffer, _encoding: string, done: () => void): void {
    done();
  }

  override _writev(_chunks: unknown, done: () => void): void {
    done();
  }
}
