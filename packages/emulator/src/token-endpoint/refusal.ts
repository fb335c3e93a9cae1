/** A refusal of the token endpoint. Returned, never thrown. */
export class Refusal {
  readonly status: number;
  readonly error: string;
  /** The AADSTS number. */
  readonly code: number;
  readonly text: string;
  /** Whether Entra's response links to a page about the code. */
  readonly documented: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    error: string,
    code: number,
    text: string,
    more: { documented?: boolean; headers?: Record<string, string> } = {},
  ) {
    this.status = status;
    this.error = error;
    this.code = code;
    this.text = text;
    this.documented = more.documented ?? true;
    this.headers = more.headers ?? {};
  }
}
