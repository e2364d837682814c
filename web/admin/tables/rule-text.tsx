import { t } from '../words.js';
import type { Rule } from './shapes.js';

/** A rule as one would say it. */
export function RuleText({ rule, nameOf }: { rule: Rule; nameOf: (id: string) => string }) {
  const { from, to, section, after, before } = rule;
  const when =
    after !== undefined && before !== undefined
      ? t('rule.between', { after, before })
      : after !== undefined
        ? t('rule.after', { after })
        : before !== undefined
          ? t('rule.before', { before })
          : t('rule.always');
  const where = section === undefined ? t('rule.everywhere') : t('rule.section', { section });
  return (
    <div class="rule">
      <p>
        <strong>{nameOf(from)}</strong>
        <span aria-hidden="true"> → </span>
        <span class="unseen">{t('rule.to')}</span>
        <strong>{nameOf(to)}</strong>
      </p>
      <p class="soft">
        {where} · {when}
      </p>
    </div>
  );
}
