/**
 * Stands in marks for whoever it was: some servers count who has read a message and do not name them. No user has this id.
 */
export const someReaderId = '';
