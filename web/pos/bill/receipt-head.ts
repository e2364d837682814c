import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Till } from '../till/till.js';
import { useTill } from '../till/context.js';

/** What stands above and below a receipt, besides what the server tells. */
export interface ReceiptHead {
  /** Legal name, address, telephone: as it shall be printed, line by line. */
  readonly text: string;
  readonly gstin: string;
  /** Licence of the food authority, 14 digits. */
  readonly fssai: string;
  readonly foot: string;
}

const NOTHING: ReceiptHead = { text: '', gstin: '', fssai: '', foot: '' };
const head = signal<ReceiptHead>(NOTHING);

/** Of the outlet, as it was written down on this device. */
export function useReceiptHead(): ReceiptHead {
  const till = useTill();
  useEffect(() => {
    void till.session.store.list(nameOf(till)).then(([found]) => {
      head.value = { ...NOTHING, ...(found?.[1] as Partial<ReceiptHead> | undefined) };
    });
  }, [till]);
  return head.value;
}

/** @throws when the device cannot store it */
export async function keepReceiptHead(till: Till, next: ReceiptHead): Promise<void> {
  await till.session.store.update([], () => [[nameOf(till), next]]);
  head.value = next;
}

function nameOf({ outlet }: Till): string {
  return `receipt/${outlet.id}`;
}

/** 15 characters: state, PAN, entity, Z, check digit. */
const GSTIN = /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/;
const FSSAI = /^\d{14}$/;

/** What is wrong with it, by field; nothing is, where there is nothing. */
export function wrongOf({ gstin, fssai }: ReceiptHead): { gstin: boolean; fssai: boolean } {
  return {
    gstin: gstin !== '' && !GSTIN.test(gstin),
    fssai: fssai !== '' && !FSSAI.test(fssai),
  };
}
