/** Whether a text holds a variable that stands for a value which the import does not know: `${env:NAME}`. */
export function holdsVariable(text: string): boolean {
  return text.includes("${env:");
}
