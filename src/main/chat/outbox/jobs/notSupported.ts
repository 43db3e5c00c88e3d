import { CommandError } from '../../commandError.ts';
import { isRouteMissing } from '../../rest/rest.ts';

/**
 * A greeting may be lost: whether the server can do it is for the server to say. Throws the failure of a request, or that
 * it has no such route.
 */
export function orNotSupported(error: unknown): never {
  throw isRouteMissing(error) ? new CommandError('notSupported', error) : error;
}
