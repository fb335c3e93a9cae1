const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID in the form that Entra ID writes. */
export const isGuid = (text: string): boolean => GUID.test(text);
