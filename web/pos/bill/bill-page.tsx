import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t as frame } from '../../state/words.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Waiting } from '../../ui/spinner.js';
import type { Bill } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useKeys } from '../till/keys.js';
import { troubleText } from '../trouble.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import './bill.css';
import { BillView } from './bill-view.js';

/** A bill: one that is on the screens anyway, or of before, which the server is asked for. */
export function BillPage({ billId }: { billId: string }) {
  const till = useTill();
  const asked = useSignal<Bill | null>(null);
  const failed = useSignal<unknown>(null);
  const known = till.bill(billId);
  const ask = async () => {
    failed.value = null;
    try {
      asked.value = await till.terminal.query('bill.read', { billId });
    } catch (error) {
      failed.value = error;
    }
  };
  const isKnown = known !== undefined;
  useEffect(() => {
    if (!isKnown) void ask();
  }, [billId, isKnown]);
  useKeys({ Escape: ways.floor });
  const bill = newer(known, asked.value);
  if (bill) return <BillView bill={bill} />;
  if (failed.value === null) return <Waiting text={frame('loading')} />;
  return (
    <EmptyState icon="till" title={t('bill.unknown')}>
      <Banner tone="warn" action={<Button onClick={() => void ask()}>{frame('retry')}</Button>}>
        {troubleText(failed.value)}
      </Banner>
      <Button kind="main" onClick={ways.floor}>
        {t('floor.back')}
      </Button>
    </EmptyState>
  );
}

function newer(known: Bill | undefined, asked: Bill | null): Bill | null {
  if (!known) return asked;
  return asked && asked.rev > known.rev ? asked : known;
}
