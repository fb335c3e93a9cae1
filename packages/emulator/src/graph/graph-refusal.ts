/** A refusal of Graph. Returned, never thrown. */
export class GraphRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The property that is wrong. */
  readonly target: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { target?: string; headers?: Record<string, string> } = {},
  ) {
    this.status = status;
    this.code = code;
    this.message = message;
    this.target = more.target;
    this.headers = more.headers ?? {};
  }
}
