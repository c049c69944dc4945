/** Status and identifier codes as the standard writes them. */

/** '0000', 'A702' (PS3.7 Annex C). */
export const statusText = (status: number): string => status.toString(16).toUpperCase().padStart(4, '0');
