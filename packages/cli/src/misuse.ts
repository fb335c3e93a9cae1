/** The command makes no sense as it was given; nothing was done. */
export class Misuse extends Error {
  override readonly name = "Misuse";
}
