/** The name that a resource id ends with: `gold` of `/products/gold`, of a full id, or of a name alone. */
export const lastSegment = (id: string): string => id.slice(id.lastIndexOf("/") + 1);
