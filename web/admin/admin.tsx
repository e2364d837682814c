import { useEffect, useMemo } from 'preact/hooks';
import type { ComponentType } from 'preact';
import type { PageProps } from '../entry/entry.js';
import { PageShell } from '../entry/page-shell.js';
import { now } from '../state/clock.js';
import { route } from '../state/route.js';
import './admin.css';
import { Audit } from './audit/audit.js';
import { Devices } from './devices/devices.js';
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
  const { session, outlet } = props;
  const live = useMemo(
    () => new Live({ tokens: session.tokens, outlet: outlet.id }),
    [session, outlet.id],
  );
  const office = useMemo(() => officeOf(props, live), [session, outlet.id]);
  useEffect(() => {
    void live.start();
    return () => live.stop();
  }, [live]);
  const name = sectionOf(route.value);
  const Section = SECTIONS[name];
  // Read so that the chip follows the clock: what was proven a while ago no longer is.
  void now.value;
  return (
    <PageShell page="admin" {...props} connection={live.state()}>
      <OfficeContext.Provider value={office}>
        <div class="office">
          <Nav at={name} operator={live.operator.value === true} />
          <div class="office-page" key={`${outlet.id} ${name}`}>
            <Section />
          </div>
        </div>
      </OfficeContext.Provider>
    </PageShell>
  );
}
