/** The methods of a route as a report shows them: `ALL` for one that has every usual method. */
export function reportedMethods(methods: readonly string[]): readonly string[] {
  return USUAL.every((each) => methods.includes(each)) ? ["ALL"] : methods;
}

const USUAL = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
