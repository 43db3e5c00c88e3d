import type { ErrorCode } from '../../shared/domain.ts';

/** A command that a person has to hear about: the code has a sentence in the renderer. */
export class CommandError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, cause?: unknown) {
    super(`Command refused: ${code}`, { cause });
    this.name = 'CommandError';
    this.code = code;
  }
}
