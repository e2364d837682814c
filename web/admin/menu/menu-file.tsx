import { useRef, useState } from 'preact/hooks';
import type { Answer } from '../../../client/calls.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Waiting } from '../../ui/spinner.js';
import { toast } from '../../ui/toast.js';
import { troubleText } from '../form/refusal.js';
import { useOffice } from '../office.js';
import { Panel } from '../panel.js';
import { t } from '../words.js';
import { Drop } from './drop.js';
import { bytesOf, MOST_BYTES, textOf } from './file-text.js';
import { FileColumns } from './file-columns.js';
import { ImportLines } from './import-lines.js';
import './menu-file.css';
import { saveFile } from './save-file.js';

/** What came, or would come, of each line. */
export type Import = Answer<'menu.import'>;

interface Tried {
  name: string;
  csv: string;
  result: Import;
}

/** The menu as a file: taken out, and read in line by line after a look at what would happen. */
export function MenuFile({ onTaken }: { onTaken: () => void }) {
  const { query, command } = useOffice();
  const [tried, setTried] = useState<Tried | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const result = useRef<HTMLDivElement>(null);
  const work = async (what: () => Promise<void>) => {
    setBusy(true);
    setWrong(null);
    try {
      await what();
    } catch (error) {
      setWrong(detailOf(error));
    } finally {
      setBusy(false);
    }
  };
  const look = (file: File) =>
    work(async () => {
      setTried(null);
      const csv = textOf(new Uint8Array(await file.arrayBuffer()));
      if (bytesOf(csv) > MOST_BYTES) return setWrong(t('file.tooLarge'));
      const found = await command('menu.import', { csv, dryRun: true });
      setTried({ name: file.name, csv, result: found });
      result.current?.focus();
    });
  const take = ({ name, csv }: Tried) =>
    work(async () => {
      const taken = await command('menu.import', { csv });
      setTried({ name, csv, result: taken });
      const { created, changed } = taken.totals;
      toast({ tone: 'good', text: t('file.taken', { created, changed }) });
      onTaken();
    });
  const takeOut = () =>
    work(async () => {
      const { fileName, csv } = await query('menu.export', {});
      saveFile(fileName, csv);
    });
  return (
    <div class="menu-file">
      <div class="menu-file-ways">
        <Panel title={t('file.in')}>
          <Drop onFile={(file) => void look(file)} />
        </Panel>
        <Panel title={t('file.out')}>
          <p class="soft">{t('file.outText')}</p>
          <div>
            <Button icon="download" onClick={() => void takeOut()}>
              {t('file.download')}
            </Button>
          </div>
          <FileColumns />
        </Panel>
      </div>
      {wrong && <Banner tone="bad">{wrong}</Banner>}
      {busy && <Waiting text={t('file.reading')} />}
      <div ref={result} tabIndex={-1} class="menu-file-result">
        {tried && !busy && (
          <ImportLines
            name={tried.name}
            result={tried.result}
            onTake={() => void take(tried)}
            onOther={() => setTried(null)}
          />
        )}
      </div>
    </div>
  );
}

/** What makes a whole file unreadable is told in its detail. */
function detailOf(error: unknown): string {
  const { problem } = (error ?? {}) as {
    problem?: { code: string; errors?: { message: string }[] };
  };
  const [fault] = problem?.errors ?? [];
  if (problem?.code === 'invalid' && fault) return t('file.unreadable', { why: fault.message });
  return problem?.code === 'body_too_large' ? t('file.tooLarge') : troubleText(error);
}
