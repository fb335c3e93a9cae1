const SECRET_NAMES = ["authorization", "key", "secret", "token", "password", "cookie"];

/** Whether values of the header are secrets, by its name in lower case. */
export const hasSecretName = (name: string): boolean => SECRET_NAMES.some((word) => name.includes(word));
