import { JsonFileSubscriptionRepository, RepositoryConflictError } from "#src/repositories/index.js";

// A process of its own that makes changes to the file named first: `count` makes subscription "counter" grow by one,
// as often as is said, again after each conflict; `hold` opens it, listens, closes it, and should then end.
const [path = "", act, times] = process.argv.slice(2);
const repository = await JsonFileSubscriptionRepository.open(path);

if (act === "hold") {
  repository.onChange(() => undefined);
  await repository.list();
} else {
  let conflicts = 0;
  for (let done = 0; done < Number(times);) {
    const old = (await repository.get("counter"))!;
    const createdDate = old.createdDate + 1;
    try {
      await repository.replace({ ...old, createdDate, version: old.version + 1 });
      done += 1;
    } catch (error) {
      if (!(error instanceof RepositoryConflictError)) throw error;
      conflicts += 1;
    }
  }
  console.log(JSON.stringify({ conflicts }));
}
await repository.close();
