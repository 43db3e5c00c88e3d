/** A refusal with a sentence for the administrator. */
export class AdminError extends Error {}
