import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { PageProps } from '../../entry/entry.js';
import { PageShell } from '../../entry/page-shell.js';
import type { Connection } from '../../frame/connection.js';
import type { Status } from '../../../client/view.js';
import { Help } from '../help.js';
import { OutboxChip, OutboxDialog } from '../outbox/outbox.js';
import { Banners } from '../outbox/banners.js';
import { ways } from '../ways.js';
import type { MenuGroup } from '../../ui/menu.js';
import { t } from '../words.js';
import { useTill } from './context.js';
import { useKeys } from './keys.js';
import { LeaveDialog } from './leave-dialog.js';

type Asked = 'help' | 'outbox' | null;

/** What surrounds every place of the till: how current it is, what waits, and the ways out. */
export function Frame({ children, ...props }: PageProps & { children: ComponentChildren }) {
  const till = useTill();
  const connection = useComputed(() => connectionOf(till.status.value));
  const asked = useSignal<Asked>(null);
  const ask = (what: Asked) => () => {
    asked.value = what;
  };
  useKeys({ '?': ask('help'), F1: ask('help') });
  const menu: MenuGroup[] = [
    {
      items: [
        { key: 'bills', text: t('bills'), icon: 'till', run: ways.bills },
        { key: 'outbox', text: t('outbox'), icon: 'outbox', run: ask('outbox') },
        { key: 'help', text: t('help'), icon: 'help', run: ask('help') },
      ],
    },
  ];
  return (
    <PageShell
      {...props}
      session={{ ...props.session, end: async () => till.leave() }}
      page="pos"
      connection={connection.value}
      middle={<OutboxChip onOpen={ask('outbox')} />}
      menu={menu}
    >
      <div class="pos">
        <Banners onOpen={ask('outbox')} />
        {children}
      </div>
      {asked.value === 'help' && <Help onClose={ask(null)} />}
      {asked.value === 'outbox' && <OutboxDialog onClose={ask(null)} />}
      {till.isLeaving.value && <LeaveDialog />}
    </PageShell>
  );
}

function connectionOf({ offline, behind, currentTo }: Status): Connection {
  // It was never proven: the banner says why.
  if (currentTo === null) return { state: 'connecting', at: null };
  if (offline) return { state: 'offline', at: currentTo };
  return { state: behind ? 'behind' : 'current', at: currentTo };
}
