/** CPU time of this process in microseconds, all its threads together, from here to the call of what it returns. */
export function startCpu(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
}
