import { useLayoutEffect, useRef } from 'preact/hooks';
import { Banner } from '../../ui/banner.js';
import type { Course, Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { steer } from '../till/steer.js';
import type { Till } from '../till/till.js';
import { t } from '../words.js';
import type { Asked } from './asked.js';
import { DraftRow } from './draft-row.js';
import { LineRow } from './line-row.js';
import type { Taking } from './taking.js';
import { type Rows, rowsOf } from './ticket.js';
import { TicketFoot } from './ticket-foot.js';
import { TicketHead } from './ticket-head.js';
import { toEnd } from './to-end.js';

export interface TicketPaneProps {
  taking: Taking;
  onAsk: (what: Asked) => void;
  onSend: () => void;
  onHold: () => void;
  onSendCourse: (course: Course) => void;
  /** On a phone: back to the menu. */
  onMenu: () => void;
}

/** The order on its paper: what the kitchen has, what is held, and what is being taken. */
export function TicketPane({
  taking,
  onAsk,
  onSend,
  onHold,
  onSendCourse,
  onMenu,
}: TicketPaneProps) {
  const till = useTill();
  const { order, draft, preview, troubled } = taking;
  const list = useRef<HTMLDivElement>(null);
  const lines = draft.lines.length;
  // What was just taken is at the end, and has to be seen.
  useLayoutEffect(() => {
    if (list.current) toEnd(list.current);
  }, [lines, order?.id]);
  const rows = rowsAt(till, order);
  const groups = [
    { key: 'sent', rows: rows.sent, tone: undefined },
    { key: 'underWay', rows: rows.underWay, tone: 'warn' },
    { key: 'held', rows: rows.held, tone: 'warn' },
  ] as const;
  const nothing = lines === 0 && groups.every((group) => group.rows.length === 0);
  return (
    <section
      class="ticket"
      aria-label={t('ticket')}
      onKeyDown={(event) => steer(event, event.currentTarget, '.row-main')}
    >
      <TicketHead taking={taking} onAsk={onAsk} />
      <div class="ticket-lines" ref={list}>
        {nothing && <p class="ticket-empty soft">{t('ticket.empty')}</p>}
        {groups
          .filter((group) => group.rows.length > 0)
          .map((group) => (
            <section key={group.key} data-tone={group.tone}>
              <h3>{t(`ticket.${group.key}`)}</h3>
              <ul>
                {group.rows.map((row) => (
                  <LineRow
                    key={row.line.id}
                    row={row}
                    kind={group.key}
                    onOpen={() => onAsk({ kind: 'line', lineId: row.line.id })}
                    onVoid={() => onAsk({ kind: 'void', lineId: row.line.id })}
                  />
                ))}
              </ul>
            </section>
          ))}
        {lines > 0 && (
          <section data-tone="accent">
            <h3>{t('ticket.new')}</h3>
            <ul>
              {draft.lines.map((line) => (
                <DraftRow
                  key={line.id}
                  line={line}
                  place={taking.place}
                  priced={preview?.lines.find(({ id }) => id === line.id)}
                  onAsk={onAsk}
                />
              ))}
            </ul>
          </section>
        )}
        {troubled.length > 0 && (
          <Banner tone="bad">{t('draft.troubled', { n: troubled.length })}</Banner>
        )}
      </div>
      <TicketFoot
        taking={taking}
        held={rows.held.map(({ line }) => line)}
        onAsk={onAsk}
        onSend={onSend}
        onHold={onHold}
        onSendCourse={onSendCourse}
        onMenu={onMenu}
      />
    </section>
  );
}

/** What is sent while the server is there is with the kitchen before anybody could read otherwise. */
function rowsAt(till: Till, order: Order | null): Rows {
  if (!order) return { sent: [], underWay: [], held: [] };
  const told = till.terminal.view.get().orders.get(order.id);
  const { pending } = till.shown.value;
  const rows = rowsOf({ order, told, pending, progress: till.progress(order) });
  if (till.isCut.value) return rows;
  const inOrder = [...rows.sent, ...rows.underWay].sort(
    (a, b) => order.lines.indexOf(a.line) - order.lines.indexOf(b.line),
  );
  return { ...rows, sent: inOrder, underWay: [] };
}
