/** Why a test that takes minutes is left out, so that a run of all others takes less than twenty; false: it runs. */
export const tooLong: string | false = process.env.KOTD_TEST_LONG
  ? false
  : 'takes minutes: KOTD_TEST_LONG=1 runs it';
