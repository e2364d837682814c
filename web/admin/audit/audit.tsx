import { useEffect, useState } from 'preact/hooks';
import type { Found } from '../../../client/calls.js';
import { dayText } from '../../state/place.js';
import { t as frame } from '../../state/words.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { SearchField } from '../../ui/search-field.js';
import { Waiting } from '../../ui/spinner.js';
import { OneOf } from '../form/chips.js';
import { troubleText } from '../form/refusal.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import './audit.css';
import { deedText } from './deed.js';
import { AuditEntry } from './entry.js';
import { byDay, type Entry, KINDS, type Kind, matches } from './filter.js';

/** Entries that are asked for together. */
const PAGE = 100;

/** Who did what that needed trust, newest first. */
export function Audit() {
  const { outlet, query } = useOffice();
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const [sought, setSought] = useState('');
  const load = async (from: string | null) => {
    setBusy(true);
    setWrong(null);
    try {
      const page: Found<'audit.list'> = await query('audit.list', {
        limit: PAGE,
        ...(from === null ? {} : { cursor: from }),
      });
      setEntries((known) => (from === null ? page.data : [...(known ?? []), ...page.data]));
      setCursor(page.nextCursor);
    } catch (error) {
      setWrong(troubleText(error));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => void load(null), [outlet.id]);
  const found = (entries ?? []).filter(
    (entry) =>
      (kind === 'all' || KINDS[kind].includes(entry.action)) &&
      matches(entry, sought, deedText(entry)),
  );
  return (
    <div class="office-section">
      <header class="office-head">
        <div>
          <h2>{t('nav.audit')}</h2>
          <p class="soft">{t('audit.text')}</p>
        </div>
        <Button busy={busy} icon="refresh" onClick={() => void load(null)}>
          {t('audit.refresh')}
        </Button>
      </header>
      <div class="audit-find">
        <OneOf
          label={t('audit.kind')}
          chosen={kind}
          chips={(['all', ...Object.keys(KINDS)] as (Kind | 'all')[]).map((value) => ({
            value,
            text: t(`audit.${value}`),
          }))}
          onChange={(value) => setKind(value as Kind | 'all')}
        />
        <SearchField label={t('audit.search')} value={sought} onInput={setSought} />
      </div>
      {wrong && (
        <Banner
          tone="bad"
          action={<Button onClick={() => void load(cursor)}>{frame('retry')}</Button>}
        >
          {wrong}
        </Banner>
      )}
      {entries === null && !wrong && <Waiting text={frame('loading')} />}
      {entries !== null && found.length === 0 && (
        <EmptyState
          icon="audit"
          title={entries.length === 0 ? t('audit.none') : t('audit.notFound')}
        />
      )}
      {byDay(found, dayText).map(([day, some]) => (
        <section key={day} class="audit-day" aria-label={day}>
          <h3>{day}</h3>
          <ul>
            {some.map((entry) => (
              <AuditEntry key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
      {cursor !== null && (
        <Button busy={busy} onClick={() => void load(cursor)}>
          {t('audit.older')}
        </Button>
      )}
    </div>
  );
}
