import t from 'tap';
import { RecentPeak } from '../../src/realtime/recent-peak.js';

t.test('peak: the largest of the last minute is told, and gone after two', (t) => {
  const peak = new RecentPeak();
  t.equal(peak.at(5), 0);
  peak.note(3, 10_000);
  peak.note(9, 20_000);
  peak.note(4, 50_000);
  t.equal(peak.at(79_000), 9);
  peak.note(2, 80_000);
  t.equal(peak.at(90_000), 9);
  t.equal(peak.at(145_000), 2);
  t.equal(peak.at(400_000), 0);
  peak.note(1, 400_000);
  t.equal(peak.at(459_000), 1);
  t.end();
});
