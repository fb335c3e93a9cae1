/** One contender: a name and a piece of work done `times` over. */
export interface Contender {
  readonly name: string;
  readonly run: (times: number) => unknown;
}

/**
 * CPU per operation of every contender, in microseconds: medians over interleaved rounds, so that a noisy moment of
 * the machine strikes all alike.
 */
export async function measureRounds(
  contenders: readonly Contender[],
  { rounds, times }: { rounds: number; times: number },
): Promise<Map<string, number>> {
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, run } of contenders) {
      const start = process.cpuUsage();
      await run(times);
      const { user, system } = process.cpuUsage(start);
      if (round >= 0) samples.get(name)!.push((user + system) / times); // the first round only warms up
    }
  }
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
