/** Which routes a server has, found out by what answers: the states of the old system differ in them (S3.6, P8.5). */

type Ask<Route, Result> = (route: Route) => Promise<Result>;

/**
 * One call that servers keep under either of two routes. The one that answered last is asked; where it is missing, the other
 * one is tried, by one caller for all who ask at the same time. Rejects with what the existing route says.
 */
export function createAlternatives<Route extends string>(
  routes: readonly [Route, Route],
  isMissing: (error: unknown) => boolean,
) {
  let known: Route = routes[0];
  let search: Promise<void> | null = null;

  async function tryOther<Result>(tried: Route, missing: unknown, ask: Ask<Route, Result>): Promise<Result> {
    const other = routes[0] === tried ? routes[1] : routes[0];
    try {
      const result = await ask(other);
      known = other;
      return result;
    } catch (error) {
      throw isMissing(error) ? missing : error;
    }
  }

  return async function call<Result>(ask: Ask<Route, Result>): Promise<Result> {
    const tried = known;
    let missing: unknown;
    try {
      return await ask(tried);
    } catch (error) {
      if (!isMissing(error)) throw error;
      missing = error;
    }
    // Whoever waited knows as much as can be known by now, and does not queue up behind others who wait.
    if (search !== null) {
      await search;
      return tryOther(tried, missing, ask);
    }
    const found = tryOther(tried, missing, ask);
    search = found.then(
      () => {},
      () => {},
    );
    try {
      return await found;
    } finally {
      search = null;
    }
  };
}

/** A call that only some servers take: once its route is missing it is left alone, until `forget`. */
export function createOptionalCall(isMissing: (error: unknown) => boolean) {
  let isAbsent = false;
  return {
    isAbsent: () => isAbsent,
    /** Rejects with what the existing route says; a missing one is no failure. */
    async call(ask: () => Promise<unknown>): Promise<void> {
      if (isAbsent) return;
      try {
        await ask();
      } catch (error) {
        if (!isMissing(error)) throw error;
        isAbsent = true;
      }
    },
    /** Another server may answer at the same address by now. */
    forget(): void {
      isAbsent = false;
    },
  };
}
