/** What it cost to import something: microseconds of CPU, and bytes of resident memory. */
export interface ImportCost {
  readonly cpu: number;
  readonly memory: number;
}

const before = process.cpuUsage();
const memory = process.memoryUsage.rss();
for (const module of process.argv.slice(2)) await import(module);
const { user, system } = process.cpuUsage(before);
const cost: ImportCost = { cpu: user + system, memory: process.memoryUsage.rss() - memory };
process.stdout.write(JSON.stringify(cost), () => process.exit());
