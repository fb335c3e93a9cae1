/** Waits until a question is answered as wanted, and gives the last answer after five seconds. */
export async function eventually<T>(ask: () => Promise<T>, wanted: T): Promise<T> {
  const end = Date.now() + 5_000;
  for (;;) {
    const answer = await ask();
    if (answer === wanted || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
