import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ComponentType } from 'preact';
import type { PageProps } from '../entry/entry.js';
import { PageShell } from '../entry/page-shell.js';
import { now } from '../state/clock.js';
import { route } from '../state/route.js';
import { Button } from '../ui/button.js';
import './admin.css';
import { Audit } from './audit/audit.js';
import { Devices } from './devices/devices.js';
import { leaveBy, Leaving } from './leaving.js';
import { Live } from './live.js';
import { Menu } from './menu/menu.js';
import { Nav } from './nav.js';
import { OfficeContext, officeOf } from './office.js';
import { Operations } from './operations/operations.js';
import { type SectionName, sectionOf } from './sections.js';
import { Settings } from './settings/settings.js';
import { Staff } from './staff/staff.js';
import { Tables } from './tables/tables.js';
import { Today } from './today/today.js';
import { t } from './words.js';

const SECTIONS: Record<SectionName, ComponentType> = {
  today: Today,
  menu: Menu,
  tables: Tables,
  staff: Staff,
  devices: Devices,
  settings: Settings,
  audit: Audit,
  operations: Operations,
};

/** The back office of one outlet. */
export function Admin(props: PageProps) {
  const { session, outlet, leave } = props;
  const live = useMemo(
    () => new Live({ tokens: session.tokens, outlet: outlet.id }),
    [session, outlet.id],
  );
  const office = useMemo(() => officeOf(props, live), [session, outlet.id]);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  const name = sectionOf(route.value);
  const operator = live.operator.value === true;
  const content = useRef<HTMLDivElement>(null);
  const title = t('title', { section: t(`nav.${name}`), outlet: outlet.name });
  useEffect(() => {
    document.title = title;
  }, [title]);
  // Once, and not at each tick of the clock: a menu has hundreds of rows.
  const page = useMemo(() => {
    const Section = SECTIONS[name];
    return (
      <OfficeContext.Provider value={office}>
        <div class="office">
          <Nav at={name} operator={operator} />
          <div class="office-page" key={`${outlet.id} ${name}`} ref={content} tabIndex={-1}>
            <Section />
          </div>
        </div>
        <Leaving />
      </OfficeContext.Provider>
    );
  }, [office, name, operator]);
  // Read so that the chip follows the clock: what was proven a while ago no longer is.
  void now.value;
  const out = { ...session, end: async () => leaveBy(() => void session.end()) };
  return (
    <>
      <Button class="skip" onClick={() => content.current?.focus()}>
        {t('skip')}
      </Button>
      <PageShell
        page="admin"
        session={out}
        outlet={outlet}
        leave={() => leaveBy(leave)}
        connection={live.state()}
      >
        {page}
      </PageShell>
    </>
  );
}
