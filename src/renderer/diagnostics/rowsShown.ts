/** Of a list that may be long. */
export const rowsShown = 20;
