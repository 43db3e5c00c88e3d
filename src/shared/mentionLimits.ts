/** Apart from how mentions are read, which a server need not know. */

/** In the place of a user id: everybody in the group. */
export const everyone = 'all';

/** Ids that one message may name. */
export const maximumMentions = 50;
