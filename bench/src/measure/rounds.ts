/** One contender in a measurement. */
export interface Contender {
  readonly name: string;
  /** Works so many times; gives the CPU of one time in microseconds. */
  readonly cost: (times: number) => number | Promise<number>;
}

/** How long is measured. */
export interface Length {
  readonly rounds: number;
  /** CPU time of one contender in one round, about. */
  readonly milliseconds: number;
  /** Rounds before those that count, for code that is compiled while it runs. Default none. */
  readonly warmUp?: number;
  readonly tell?: (done: number, of: number) => void;
}

/** CPU of one time in microseconds, round by round. */
export type Samples = readonly number[];

const FIRST_TRY = 64;

/**
 * Measures contenders round by round, all in every round, so that a noisy moment of the machine strikes all alike.
 * How often a contender works in one round comes from its own pace.
 */
export async function measureRounds(
  contenders: readonly Contender[],
  { rounds, milliseconds, warmUp = 0, tell }: Length,
): Promise<Map<string, Samples>> {
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const times = new Map<string, number>();
  for (const contender of contenders) times.set(contender.name, await paceOf(contender, milliseconds * 1000));
  for (let round = 0; round < warmUp; round++)
    for (const { name, cost } of contenders) await cost(times.get(name)!);
  for (let round = 0; round < rounds; round++) {
    // Forwards and backwards, so that no contender always follows the same one.
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const { name, cost } of order) samples.get(name)!.push(await cost(times.get(name)!));
    tell?.(round + 1, rounds);
  }
  return samples;
}

// More than once: what runs for the first time is compiled while it runs.
async function paceOf({ cost }: Contender, microseconds: number): Promise<number> {
  let times = FIRST_TRY;
  for (const share of [0.25, 0.5, 1]) {
    const each = Math.max(await cost(times), 0.05);
    times = Math.min(Math.max(Math.round((microseconds * share) / each), 16), 2_000_000);
  }
  return times;
}
