import { useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { Waiting } from '../../ui/spinner.js';
import { toast } from '../../ui/toast.js';
import { useOffice } from '../office.js';
import { Panel } from '../panel.js';
import { t } from '../words.js';
import { Drop } from './drop.js';
import { FileColumns } from './file-columns.js';
import { bytesOf, MOST_BYTES, textOf } from './file-text.js';
import { FileTrouble } from './file-trouble.js';
import type { Import } from './import-kinds.js';
import { ImportLines } from './import-lines.js';
import './menu-file.css';
import { saveFile } from './save-file.js';
import type { Card } from './shapes.js';
import { templateOf } from './template.js';

interface Tried {
  name: string;
  csv: string;
  guessed: boolean;
  result: Import;
}

/** What went wrong, and with which file. */
interface Failed {
  why: unknown;
  csv: string;
}

/** The menu as a file: taken out, and read in line by line after a look at what would happen. */
export function MenuFile({ card, onTaken }: { card: Card; onTaken: () => void }) {
  const { query, command } = useOffice();
  const [tried, setTried] = useState<Tried | null>(null);
  const [busy, setBusy] = useState<'looking' | 'taking' | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const result = useRef<HTMLDivElement>(null);
  const work = async (at: typeof busy, csv: string, what: () => Promise<void>) => {
    setBusy(at);
    setFailed(null);
    try {
      await what();
    } catch (why) {
      setFailed({ why, csv });
    } finally {
      setBusy(null);
    }
  };
  const look = async (file: File) => {
    setTried(null);
    const read = textOf(new Uint8Array(await file.arrayBuffer()));
    if ('wrong' in read) return setFailed({ why: read.wrong, csv: '' });
    const { text: csv, guessed } = read;
    if (bytesOf(csv) > MOST_BYTES) return setFailed({ why: 'tooLarge', csv });
    await work('looking', csv, async () => {
      const found = await command('menu.import', { csv, dryRun: true });
      setTried({ name: file.name, csv, guessed, result: found });
    });
    result.current?.focus();
  };
  const take = (from: Tried) =>
    work('taking', from.csv, async () => {
      const taken = await command('menu.import', { csv: from.csv });
      setTried({ ...from, result: taken });
      const { created, changed } = taken.totals;
      toast({ tone: 'good', text: t('file.taken', { created, changed }) });
      onTaken();
      result.current?.focus();
    });
  const takeOut = () =>
    work(null, '', async () => {
      const { fileName, csv } = await query('menu.export', {});
      saveFile(fileName, csv);
    });
  const template = () => {
    const { menu, stations } = card;
    const csv = templateOf({
      dishes: [t('template.dish'), t('template.other')],
      category: t('template.category'),
      taxClass: menu.taxClasses[0]?.name ?? 'GST 5 %',
      station: stations[0]?.name ?? '',
    });
    saveFile('menu-template.csv', csv);
  };
  return (
    <div class="menu-file">
      <div class="menu-file-ways">
        <Panel title={t('file.in')}>
          <Drop onFile={(file) => void look(file)} />
          <div>
            <Button kind="quiet" icon="download" onClick={template}>
              {t('file.template')}
            </Button>
          </div>
          <FileColumns />
        </Panel>
        <Panel title={t('file.out')}>
          <p class="soft">{t('file.outText')}</p>
          <div>
            <Button icon="download" onClick={() => void takeOut()}>
              {t('file.download')}
            </Button>
          </div>
        </Panel>
      </div>
      {/* It has the focus when there is something to read, so that one goes on from there. */}
      <div ref={result} tabIndex={-1} class="menu-file-result">
        {failed && <FileTrouble {...failed} />}
        {busy === 'looking' && <Waiting text={t('file.reading')} />}
        {tried && busy !== 'looking' && (
          <ImportLines
            key={String(tried.result.dryRun)}
            name={tried.name}
            result={tried.result}
            guessed={tried.guessed}
            known={{
              taxClasses: card.menu.taxClasses.map((each) => each.name),
              stations: card.stations.map((each) => each.name),
            }}
            busy={busy === 'taking'}
            onTake={() => void take(tried)}
            onOther={() => setTried(null)}
          />
        )}
      </div>
    </div>
  );
}
