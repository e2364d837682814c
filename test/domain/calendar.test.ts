import fc from 'fast-check';
import t from 'tap';
import { businessDay, clockTime, financialYear, localDay } from '../../src/domain/calendar.js';

const IST = 'Asia/Kolkata';
const LONDON = 'Europe/London';

t.test('calendar: the local day and clock time of an instant', (t) => {
  // IST is UTC + 5:30. London in 2026: UTC, but UTC + 1 from 29 March to 25 October.
  const table: [instant: string, zone: string, day: string, time: string][] = [
    ['2026-11-20T18:29:59.999Z', IST, '2026-11-20', '23:59'],
    ['2026-11-20T18:30:00.000Z', IST, '2026-11-21', '00:00'],
    ['2026-12-31T18:30:00.000Z', IST, '2027-01-01', '00:00'],
    ['2028-02-28T18:30:00.000Z', IST, '2028-02-29', '00:00'],
    ['2026-11-20T20:00:00.000Z', 'Asia/Dubai', '2026-11-21', '00:00'],
    ['2026-01-15T23:59:00.000Z', LONDON, '2026-01-15', '23:59'],
    ['2026-07-15T23:00:00.000Z', LONDON, '2026-07-16', '00:00'],
    ['2026-03-29T00:59:00.000Z', LONDON, '2026-03-29', '00:59'],
    ['2026-03-29T01:00:00.000Z', LONDON, '2026-03-29', '02:00'],
    ['2026-10-25T00:59:00.000Z', LONDON, '2026-10-25', '01:59'],
    ['2026-10-25T01:00:00.000Z', LONDON, '2026-10-25', '01:00'],
  ];
  for (const [instant, zone, day, time] of table) {
    t.equal(localDay(instant, zone), day, `${instant} in ${zone}`);
    t.equal(clockTime(instant, zone), time, `${instant} in ${zone}`);
  }
  t.throws(() => localDay('2026-11-20T18:30:00.000Z', 'Mars/Olympus'), RangeError);
  t.end();
});

t.test('business day: the night belongs to the day before until the day starts', (t) => {
  const table: [instant: string, zone: string, startsAt: string, day: string][] = [
    // 23:59, 00:00 and 03:59 IST are still the 20th; 04:00 IST is the 21st.
    ['2026-11-20T18:29:00.000Z', IST, '04:00', '2026-11-20'],
    ['2026-11-20T18:30:00.000Z', IST, '04:00', '2026-11-20'],
    ['2026-11-20T22:29:59.999Z', IST, '04:00', '2026-11-20'],
    ['2026-11-20T22:30:00.000Z', IST, '04:00', '2026-11-21'],
    ['2026-11-20T18:30:00.000Z', IST, '00:00', '2026-11-21'],
    // New Year's night and 29 February.
    ['2026-12-31T20:00:00.000Z', IST, '04:00', '2026-12-31'],
    ['2028-02-29T20:00:00.000Z', IST, '04:00', '2028-02-29'],
    // 03:59 on 1 April IST: business day 31 March, whatever the financial year says.
    ['2027-03-31T22:29:00.000Z', IST, '04:00', '2027-03-31'],
    // London springs ahead on 29 March 2026: 04:00 BST is 03:00 UTC.
    ['2026-03-29T02:59:00.000Z', LONDON, '04:00', '2026-03-28'],
    ['2026-03-29T03:00:00.000Z', LONDON, '04:00', '2026-03-29'],
    // and falls back on 25 October: 04:00 GMT is 04:00 UTC.
    ['2026-10-25T03:59:00.000Z', LONDON, '04:00', '2026-10-24'],
    ['2026-10-25T04:00:00.000Z', LONDON, '04:00', '2026-10-25'],
  ];
  for (const [instant, zone, startsAt, day] of table) {
    t.equal(businessDay(instant, zone, startsAt), day, `${instant} in ${zone}, from ${startsAt}`);
  }
  t.end();
});

t.test('business day: never goes back over the days on which London moves its clocks', (t) => {
  for (const from of ['2026-03-27T00:00:00.000Z', '2026-10-23T00:00:00.000Z']) {
    const seen: string[] = [];
    for (let minute = 0; minute < 4 * 1440; minute += 10) {
      const instant = new Date(Date.parse(from) + minute * 60_000).toISOString();
      const day = businessDay(instant, LONDON, '04:00');
      if (seen.at(-1) !== day) seen.push(day);
    }
    t.same(seen, [...new Set(seen)].sort(), 'each day once, in order');
    t.equal(seen.length, 5);
  }
  t.end();
});

t.test(
  'business day: it is the local day of as much earlier in a zone without summer time',
  (t) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.nat(1439),
        (date, startMinute) => {
          const clock = [Math.floor(startMinute / 60), startMinute % 60];
          const startsAt = clock.map((n) => String(n).padStart(2, '0')).join(':');
          const shifted = new Date(date.getTime() + (330 - startMinute) * 60_000);
          return (
            businessDay(date.toISOString(), IST, startsAt) === shifted.toISOString().slice(0, 10)
          );
        },
      ),
      { numRuns: 300 },
    );
    t.end();
  },
);

t.test('financial year: 1 April to 31 March by the local day, not by the business day', (t) => {
  const table: [instant: string, zone: string, year: string][] = [
    ['2026-03-31T18:29:59.999Z', IST, '25-26'],
    ['2026-03-31T18:30:00.000Z', IST, '26-27'],
    ['2026-12-31T23:00:00.000Z', IST, '26-27'],
    ['2027-03-31T18:29:59.999Z', IST, '26-27'],
    ['2099-06-01T00:00:00.000Z', IST, '99-00'],
    // 31 March is summer time in London already: the year begins at 23:00 UTC.
    ['2026-03-31T22:59:00.000Z', LONDON, '25-26'],
    ['2026-03-31T23:00:00.000Z', LONDON, '26-27'],
  ];
  for (const [instant, zone, year] of table) {
    t.equal(financialYear(instant, zone), year, `${instant} in ${zone}`);
  }
  t.equal(financialYear('2026-12-31T19:59:00.000Z', 'Asia/Dubai', 1), '26');
  t.equal(financialYear('2026-12-31T20:00:00.000Z', 'Asia/Dubai', 1), '27');
  t.end();
});
