import { money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Menu } from '../../ui/menu.js';
import type { Course, Line } from '../shapes.js';
import { t } from '../words.js';
import type { Asked } from './asked.js';
import { coursesOf } from './draft.js';
import type { Taking } from './taking.js';
import { portionsOf, portionsToPay, unsentOf } from './ticket.js';

export interface TicketFootProps {
  taking: Taking;
  /** Lines of the order wait for a send. */
  held: readonly Line[];
  onAsk: (what: Asked) => void;
  onSend: () => void;
  onHold: () => void;
  /** What is new of it, and what is held. */
  onSendCourse: (course: Course) => void;
  /** On a phone: back to the menu. */
  onMenu: () => void;
}

/** What it comes to, and the next thing to do: send what is new, else bill. */
export function TicketFoot({ taking, held, onAsk, ...acts }: TicketFootProps) {
  const { onSend, onHold, onSendCourse, onMenu } = acts;
  const { order, place, preview, ready } = taking;
  const totals = preview?.totals;
  const portions = portionsOf(ready) + held.reduce((sum, line) => sum + unsentOf(line), 0);
  const waiting = [...ready, ...held];
  const courses = coursesOf(waiting);
  // Of a single course all of it goes by the button beside.
  const isMixed = waiting.some(({ course }) => course !== courses[0]);
  // What is on the house has a bill, too.
  const isBillable = order?.lines.some((line) => portionsToPay(line) > 0) ?? false;
  return (
    <footer class="ticket-foot">
      <button
        type="button"
        class="ticket-total"
        disabled={!order}
        onClick={() => onAsk({ kind: 'bill' })}
      >
        <span>
          {t('total')}
          {totals && totals.tax > 0 && (
            <small class="figures">{t('total.tax', { amount: money(totals.tax) })}</small>
          )}
        </span>
        <strong class="figures">{totals ? money(totals.payable) : '—'}</strong>
        {order && <Icon name="forward" />}
      </button>
      <div class="ticket-acts">
        <Button class="phone-only" icon="plus" label={t('order.add')} onClick={onMenu} />
        {portions > 0 ? (
          <>
            {ready.length > 0 && (
              <Button icon="hand" onClick={onHold}>
                {t('order.hold')}
              </Button>
            )}
            {courses.length > 0 && isMixed && (
              <Menu
                icon="course"
                label={t('order.sendCourse')}
                groups={[
                  {
                    head: t('order.sendCourse'),
                    items: courses.map((course) => ({
                      key: String(course),
                      text: t('line.courseIs', { course: String(course) }),
                      run: () => onSendCourse(course),
                    })),
                  },
                ]}
              />
            )}
            <Button class="ticket-main" kind="main" size="large" icon="send" onClick={onSend}>
              {t('order.sendN', { n: portions })}
            </Button>
          </>
        ) : order ? (
          <Button
            class="ticket-main"
            kind="main"
            size="large"
            icon="till"
            disabled={!isBillable}
            onClick={() => onAsk({ kind: 'bill' })}
          >
            {t('bill')}
          </Button>
        ) : (
          place.at === 'table' && (
            <Button class="ticket-main" size="large" icon="person" onClick={onHold}>
              {t('order.seat')}
            </Button>
          )
        )}
      </div>
    </footer>
  );
}
