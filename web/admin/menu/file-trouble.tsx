import { refusalOf } from '../../state/refusal.js';
import { Banner } from '../../ui/banner.js';
import { isRefusal, troubleText } from '../form/refusal.js';
import { t } from '../words.js';
import { lineOf } from './file-text.js';
import { type FileWrong, fileWrong } from './file-wrong.js';

const BEFORE_SENT = ['workbook', 'binary', 'tooLarge'] as const;

export interface FileTroubleProps {
  /** What was found before the file was sent, or what came back. */
  why: unknown;
  csv: string;
}

/** Why a file was not read at all, with the line that it failed at. */
export function FileTrouble({ why, csv }: FileTroubleProps) {
  const { text, line } = told(why);
  return (
    <div class="file-trouble">
      <Banner tone="bad">{text}</Banner>
      {line !== null && (
        <p>
          <span class="soft">{t('file.line', { n: line })}</span>{' '}
          <code>{lineOf(csv, line) || t('file.lineEmpty')}</code>
        </p>
      )}
    </div>
  );
}

function told(why: unknown): { text: string; line: number | null } {
  const own = BEFORE_SENT.find((each) => each === why);
  if (own) return { text: t(`file.${own}`), line: null };
  if (refusalOf(why)?.code === 'body_too_large') return { text: t('file.tooLarge'), line: null };
  const [fault] = isRefusal(why) ? (why.problem.errors ?? []) : [];
  if (!fault || refusalOf(why)?.code !== 'invalid') return { text: troubleText(why), line: null };
  const wrong = fileWrong(fault.message);
  if (!wrong) return { text: t('file.unreadable', { why: fault.message }), line: null };
  return { text: textOf(wrong), line: 'line' in wrong ? wrong.line : null };
}

function textOf(wrong: FileWrong): string {
  switch (wrong.key) {
    case 'noColumn':
    case 'twoColumns':
      return t(`file.${wrong.key}`, { column: wrong.column });
    case 'openQuote':
    case 'textAfterQuote':
      return t(`file.${wrong.key}`, { n: wrong.line });
    case 'tooMany':
      return t('file.tooMany', { n: wrong.most });
    case 'empty':
      return t('file.empty');
  }
}
