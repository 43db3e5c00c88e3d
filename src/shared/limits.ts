/** How much is taken at once, the same where it is typed, carried and stored. Lengths in UTF-16 units. */

/** Of a person, a dialog or a message, under any of its names. */
export const maximumIdLength = 200;

/** Of what is looked for, among people as among messages. */
export const maximumQueryLength = 200;

/** Of a name while it is typed: more than any name may have, so that one that is too long is called so and not cut. */
export const maximumTypedName = 1_000;

/** One emoji, however many code points it is made of. */
export const maximumReactionLength = 64;

export const maximumMembers = 1_000;

/** Of the meta of a message, as JSON in UTF-8. */
export const maximumMetaBytes = 4 * 1024;

/** Of one message, whatever a server allows. */
export const maximumFiles = 100;

/** Bytes of a file that cross the bridge at once. */
export const attachedPieceBytes = 256 * 1024;

/** Messages that the page speaks of in one command. */
export const maximumKeys = 200;

/** Chats that a message is forwarded to at once. */
export const maximumTargets = 50;

/** Hits within one chat are counted no further: more tells a person nothing. */
export const maximumHits = 1_000;
