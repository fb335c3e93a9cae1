/** In a program: hands the outcome to the test. */
export function report(outcome: unknown): void {
  process.stdout.write(JSON.stringify(outcome));
}
