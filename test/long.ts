/** Why a test that takes minutes is left out, so that a run of all others takes less than twenty; false: it runs. */
export const tooLong: string | false = process.env.KOTD_TEST_LONG
  ? false
  : 'takes minutes: KOTD_TEST_LONG=1 runs it';

/** How often something is tried: by a run that has less than twenty minutes, and by one that has time. */
export function rounds(usual: number, long: number): number {
  return tooLong ? usual : long;
}
