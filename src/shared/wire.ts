/**
 * From the wire to the types of remote.ts: tolerant parsers of everything docs/protocol.md lets a server say. Each takes anything
 * and throws WireError only; rows of lists that cannot be read are left out, and pages count them.
 */
export {
  parseDialogAnswer,
  parseDialogDetails,
  parseDialogPage,
  parseMembers,
} from './wire/dialogs.ts';
export { isEnvelope, parseMessageIds, parseReactor, parseTypingUpdate } from './wire/envelopes.ts';
export { errorCodeOf, parseErrorName, parseErrorSentence } from './wire/failures.ts';
export { parsePayload } from './wire/fields.ts';
export {
  parseChanges,
  parseMark,
  parseMessage,
  parseMessageAnswer,
  parseMessagePage,
  parseMessageStatus,
  parseReactionEvent,
  parseReactions,
  parseStatusTimes,
  type RemoteReactionEvent,
} from './wire/messages.ts';
export {
  parseCodeRequest,
  parseHello,
  parseJoinAnswer,
  parsePresence,
  parsePresenceSnapshot,
  parseRefresh,
  parseSessions,
  parseSignIn,
  parseTyping,
  parseUser,
  parseUserPage,
  tokenExpiry,
} from './wire/people.ts';
export { parseUpdate } from './wire/updates.ts';
export { WireError } from './wire/wireError.ts';
