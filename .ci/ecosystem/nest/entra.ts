/** The application reads these from its environment; tests take them from the emulator. */
export interface Entra {
  readonly tenantId: string;
  readonly authorityHost?: string;
}

export const ENTRA = Symbol("entra");
