/** Ends the reading of a text that cannot be read. Thrown and caught inside this room only. */
export class RefusedText extends Error {
  /** Position in the text. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}
