/** A server that the tests may use together: each keeps to its own schema or prefix. */
export interface Service {
  /** `redis://…` or `postgres://…`, with what is needed to sign in. */
  readonly url: string;
}

/** A server of one suite's own, which it may stop. Its data survives. */
export interface OwnService extends Service {
  /** What to trust, PEM; undefined without TLS. */
  readonly ca: string | undefined;
  /** Ends the server as a crash would. */
  readonly stop: () => Promise<void>;
  /** Starts it again after `stop`, on the same port and with the same data. */
  readonly restart: () => Promise<void>;
}

/** A server that can also fall silent. */
export interface PausableService extends OwnService {
  /** Stops it by SIGSTOP: connections stay open, and no answer comes. */
  readonly pause: () => void;
  /** Lets it go on. */
  readonly resume: () => void;
}

/** How an own server is wanted. */
export interface OwnServiceOptions {
  /** Speak TLS only, with its own certificate. Default false. */
  readonly tls?: boolean;
}
