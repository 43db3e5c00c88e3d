/** What every build and every test needs that has words for people in it: compiles lingui's macros and catalogues. */
import { lingui } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';

/** Everything else of a file is left to rolldown. */
const macros = {
  preset: () => ({ plugins: ['@lingui/babel-plugin-lingui-macro'] }),
  rolldown: { filter: { code: /@lingui\/(react|core)\/macro/ } },
};

/** A message that one of the languages lacks fails the build. */
export const linguiPlugins = () => [
  lingui({ failOnMissing: true, failOnCompileError: true }),
  babel({ presets: [macros] }),
];
