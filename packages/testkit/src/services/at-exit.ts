const tasks: (() => void)[] = [];

/** Runs `task` when this process ends; what was added last runs first. One that throws does not stop the others. */
export function atExit(task: () => void): void {
  if (tasks.push(task) === 1) process.once("exit", runAll);
}

function runAll(): void {
  for (const task of tasks.reverse()) {
    try {
      task();
    } catch {
      // the process is ending; nobody could do anything about it
    }
  }
}
