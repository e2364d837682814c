import { useSignal } from '@preact/signals';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import type { Taking } from '../order/taking.js';
import { portionsOf, unsentOf } from '../order/ticket.js';
import { titleOf } from '../order/title.js';
import { useTill } from '../till/context.js';
import { useDeed } from '../till/deed.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { AccountTable } from './account-table.js';
import { accountOf } from './explain.js';

export interface BillPreviewProps {
  taking: Taking;
  onClose: () => void;
}

/** What the bill would say, to the last paisa and why; then it is issued. */
export function BillPreview({ taking, onClose }: BillPreviewProps) {
  const till = useTill();
  const shows = useSignal(false);
  const { busy, wrong, act } = useDeed(onClose);
  const { order, draft } = taking;
  const { outlet } = till.catalog.value;
  if (!order || !outlet) return null;
  const account = accountOf(order, outlet);
  const unsent = order.lines.reduce((sum, line) => sum + unsentOf(line), 0);
  const drafted = portionsOf(draft.lines);
  const issue = async () => {
    const done = await act('order.bill', { orderId: order.id, send: unsent > 0 });
    if (done?.answer) ways.bill(done.answer.id, { replace: true });
  };
  return (
    <Dialog
      title={t('preview.title', { title: titleOf(till, order) })}
      size="wide"
      reading
      onClose={onClose}
      actions={
        <>
          <Button pressed={shows.value} onClick={() => (shows.value = !shows.value)}>
            {t('preview.explain')}
          </Button>
          <Button
            kind="main"
            size="large"
            icon="till"
            autofocus
            busy={busy}
            disabled={till.isCut.value || drafted > 0 || account.lines.length === 0}
            onClick={() => void issue()}
          >
            {t(unsent > 0 ? 'preview.sendAndIssue' : 'preview.issue')}
          </Button>
        </>
      }
    >
      {wrong}
      {till.isCut.value && <Banner tone="warn">{t('preview.offline')}</Banner>}
      {drafted > 0 && <Banner tone="warn">{t('preview.drafted', { n: drafted })}</Banner>}
      {unsent > 0 && <Banner tone="warn">{t('preview.unsent', { n: unsent })}</Banner>}
      <AccountTable account={account} roundTo={outlet.roundTo} explains={shows.value} />
    </Dialog>
  );
}
