import { useEffect, useRef } from 'preact/hooks';
import { Banner } from '../../ui/banner.js';
import { useTill } from '../till/context.js';
import { steer } from '../till/steer.js';
import { t } from '../words.js';
import type { DraftLine } from './draft.js';
import { DraftRow } from './draft-row.js';
import { LineRow } from './line-row.js';
import type { Asked } from './order-dialogs.js';
import type { Taking } from './taking.js';
import { rowsOf } from './ticket.js';
import { TicketFoot } from './ticket-foot.js';
import { TicketHead } from './ticket-head.js';

export interface TicketPaneProps {
  taking: Taking;
  onAsk: (what: Asked) => void;
  onSend: () => void;
  onHold: () => void;
  onSendCourse: (lines: readonly DraftLine[]) => void;
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
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines, order?.id]);
  const rows = order
    ? rowsOf(order, till.progress(order), till.shown.value.pending)
    : { sent: [], held: [] };
  const nothing = rows.sent.length + rows.held.length + lines === 0;
  return (
    <section
      class="ticket"
      aria-label={t('ticket')}
      onKeyDown={(event) => steer(event, event.currentTarget, '.row-main')}
    >
      <TicketHead taking={taking} onAsk={onAsk} onMenu={onMenu} />
      <div class="ticket-lines" ref={list}>
        {nothing && <p class="ticket-empty soft">{t('ticket.empty')}</p>}
        {rows.sent.length > 0 && (
          <section>
            <h3>{t('ticket.sent')}</h3>
            <ul>
              {rows.sent.map((row) => (
                <LineRow
                  key={row.line.id}
                  row={row}
                  onOpen={() => onAsk({ kind: 'line', lineId: row.line.id })}
                  onVoid={() => onAsk({ kind: 'void', lineId: row.line.id })}
                />
              ))}
            </ul>
          </section>
        )}
        {rows.held.length > 0 && (
          <section data-tone="warn">
            <h3>{t('ticket.held')}</h3>
            <ul>
              {rows.held.map((row) => (
                <LineRow
                  key={row.line.id}
                  row={row}
                  onOpen={() => onAsk({ kind: 'line', lineId: row.line.id })}
                  onVoid={() => onAsk({ kind: 'void', lineId: row.line.id })}
                />
              ))}
            </ul>
          </section>
        )}
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
        held={rows.held.length > 0}
        onAsk={onAsk}
        onSend={onSend}
        onHold={onHold}
        onSendCourse={onSendCourse}
      />
    </section>
  );
}

export function portionsOf(lines: readonly { quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
