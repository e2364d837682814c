import { Button } from '../../ui/button.js';
import { t } from '../words.js';
import { addDays, isDay } from './days.js';

export interface DayPickerProps {
  /** YYYY-MM-DD */
  date: string;
  /** The business day that is being sold: none after it can be asked for. */
  today: string;
  onChange: (date: string) => void;
}

/** One business day after the other, or any. */
export function DayPicker({ date, today, onChange }: DayPickerProps) {
  return (
    <div class="day-picker">
      <Button
        kind="quiet"
        icon="back"
        label={t('day.before')}
        onClick={() => onChange(addDays(date, -1))}
      />
      <input
        type="date"
        aria-label={t('day.date')}
        value={date}
        max={today}
        onChange={({ currentTarget: { value } }) => {
          if (isDay(value) && value <= today) onChange(value);
        }}
      />
      <Button
        kind="quiet"
        icon="forward"
        label={t('day.after')}
        disabled={date >= today}
        onClick={() => onChange(addDays(date, 1))}
      />
      {date !== today && <Button onClick={() => onChange(today)}>{t('day.today')}</Button>}
    </div>
  );
}
