/** Something that takes a while: a part, or one run of it. */
export interface Stretch {
  readonly name: string;
  /** Roughly how long it takes. */
  readonly seconds: number;
}

/** Shows how far the run is: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #parts: readonly Stretch[];
  readonly #started = performance.now();
  #at = 0;
  #lastLine = 0;

  constructor(parts: readonly Stretch[]) {
    this.#parts = parts;
  }

  /** A part begins, or goes on: `share` from 0 to 1. */
  show(part: Stretch, share: number, what: string): void {
    this.#at = this.#parts.indexOf(part);
    const place = `[${this.#at + 1}/${this.#parts.length}] ${part.name}`;
    const gone = this.#seconds();
    const line = `${place}  ${Math.round(share * 100)} %  ${what}  (${clock(gone)} gone, about ${clock(this.#left(share, gone))} left)`;
    this.#write(line, share === 0);
  }

  /** Something before the first part. */
  prepare(what: string): void {
    this.#write(what, false);
  }

  /** Makes room for what is printed next. */
  clear(): void {
    if (process.stdout.isTTY) process.stdout.write("\r\u001b[2K");
  }

  #seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  // What is done tells how fast this machine is against the one that the parts' seconds come from.
  #left(share: number, gone: number): number {
    const before = sum(this.#parts.slice(0, this.#at));
    const done = before + this.#parts[this.#at]!.seconds * share;
    const pace = done < 10 ? 1 : Math.min(Math.max(gone / done, 0.3), 4);
    return (sum(this.#parts) - done) * pace;
  }

  #write(line: string, always: boolean): void {
    if (process.stdout.isTTY) {
      process.stdout.write(`\r\u001b[2K${line.slice(0, (process.stdout.columns ?? 100) - 1)}`);
    } else if (always || performance.now() - this.#lastLine > 20_000) {
      this.#lastLine = performance.now();
      console.log(line);
    }
  }
}

const sum = (parts: readonly Stretch[]) => parts.reduce((all, { seconds }) => all + seconds, 0);

/** Minutes and seconds, `4:07`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
