/** The members that are used of a client of the package `redis`, for one server or a cluster. */
export interface RedisConnection {
  readonly isOpen: boolean;
  /** Absent for a cluster. */
  readonly isReady?: boolean;
  connect(): Promise<unknown>;
  /** Not used for a cluster. */
  ping?(): Promise<unknown>;
  close(): unknown;
  destroy(): void;
  duplicate(): RedisConnection;
  get(key: string): Promise<unknown>;
  mGet(keys: string[]): Promise<unknown[]>;
  zRange(
    key: string,
    min: string,
    max: string,
    options: { BY: "LEX"; LIMIT: { offset: number; count: number } },
  ): Promise<unknown[]>;
  /** Only used to look for settings that lose counters. */
  info?(): Promise<unknown>;
  /** Only used to look for settings that lose counters. */
  configGet?(parameters: string[]): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  on(event: string, listener: (error: Error) => void): unknown;
  off(event: string, listener: (error: Error) => void): unknown;
}
